import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const packages = fileURLToPath(new URL("../../../packages/", import.meta.url));

/** A project on disk with our packages as they are published, and no client at all. */
export interface PublishedProject extends AsyncDisposable {
  readonly folder: string;
  /** Installs a package by its version alone; `code` is what it exports. */
  install(name: string, version: string, code?: string): Promise<void>;
  /** Runs a program, or the file that `options` name, and resolves to what it prints. */
  run(...options: readonly string[]): Promise<string>;
  /** What an entry point says there, given a provider and, for those that take one, something in place of a client. */
  messageOf(adapter: string, call: string): Promise<string>;
}

/** Makes a {@link PublishedProject}: run the build before. */
export async function publishedProject(): Promise<PublishedProject> {
  const folder = await mkdtemp(join(tmpdir(), "credport-"));
  for (const name of ["core", "adapter-ali-oss", "adapter-alicloud", "adapter-aws", "adapter-volcengine"]) {
    for (const part of ["dist", "package.json"]) {
      await cp(join(packages, name, part), join(folder, "node_modules", "@credport", name, part), { recursive: true });
    }
  }
  const { NODE_PATH: _, ...env } = process.env;
  const runHere = async (...options: readonly string[]): Promise<string> => {
    const { stdout } = await run(process.execPath, options, { cwd: folder, env });
    return stdout.trim();
  };
  return {
    folder,
    async install(name, version, code = "") {
      const place = join(folder, "node_modules", name);
      await mkdir(place, { recursive: true });
      await writeFile(join(place, "package.json"), JSON.stringify({ name, version, main: "main.js" }));
      await writeFile(join(place, "main.js"), code);
    },
    run: runHere,
    messageOf: (adapter, call) =>
      runHere(
        "--input-type=module",
        "--eval",
        `
const adapter = await import("@credport/adapter-${adapter}");
const provider = { getCredentials() {}, peek() {}, invalidate() {} };
class Other {}
try {
  await (async () => adapter.${call})();
  console.log("accepted");
} catch (error) {
  console.log(error.code, error.message);
}`,
      ),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
