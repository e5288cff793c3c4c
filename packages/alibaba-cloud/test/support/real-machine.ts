import { startEmulator, type Emulator } from "@credport/emulator";
import { createNodeHost, type NodeHost } from "@credport/node";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";

/** Every service that credentials come from. */
type Services = "credentialsUri" | "ecs" | "metadata" | "oauth" | "oidc" | "sso" | "sts";

/** A home directory on disk and the services of a cloud, anew for each test. */
export interface RealMachine {
  readonly cloud: Emulator<Services>;
  /** An empty home directory. */
  readonly home: string;
  /** A real host with exactly these variables beside `HOME`. */
  host(env?: Readonly<Record<string, string>>): NodeHost;
  /** Writes a file under the home directory, mode 0600, and answers its path. */
  write(name: string, content: string | object): Promise<string>;
}

/** Sets a {@link RealMachine} up for each test of a file. Call it inside `describe`. */
export function useRealMachine(): RealMachine {
  let cloud: Emulator<Services>;
  let home: string;
  const hosts: NodeHost[] = [];
  beforeEach(async () => {
    cloud = await startEmulator({ services: ["credentialsUri", "ecs", "metadata", "oauth", "oidc", "sso", "sts"] });
    home = await mkdtemp(join(tmpdir(), "credport-"));
  });
  afterEach(async () => {
    for (const host of hosts.splice(0)) await host[Symbol.asyncDispose]();
    await cloud.close();
    await rm(home, { recursive: true });
  });
  return {
    get cloud() {
      return cloud;
    },
    get home() {
      return home;
    },
    host(env = {}) {
      const host = createNodeHost({ env: { HOME: home, ...env } });
      hosts.push(host);
      return host;
    },
    async write(name, content) {
      const path = join(home, name);
      await mkdir(join(path, ".."), { recursive: true });
      await writeFile(path, typeof content === "string" ? content : JSON.stringify(content, null, 4));
      await chmod(path, 0o600);
      return path;
    },
  };
}
