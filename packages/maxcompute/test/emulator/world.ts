import { startEmulator, type Emulator } from "@credport/emulator";
import { AliyunAccount, Odps, type OdpsOptions } from "../../src/index.js";
import { patientHost, type PatientHost } from "../support/patient-host.js";

/** The emulator and clients of it, all on one clock. */
export interface World extends AsyncDisposable {
  readonly emulator: Emulator<"maxcompute" | "sts">;
  readonly host: PatientHost;
  /** A client with a permanent key, closed with the world. */
  readonly odps: Odps;
  /** Another client, closed with the world. */
  client(options?: Partial<OdpsOptions>): Odps;
}

/** Starts MaxCompute and STS. */
export async function startWorld(options: Partial<OdpsOptions> = {}): Promise<World> {
  const host = patientHost(0.5, Date.now());
  const emulator = await startEmulator({ services: ["maxcompute", "sts"], clock: host, region: "cn-beijing" });
  const { accessKeyId, accessKeySecret } = emulator.accounts.createUser();
  const clients: Odps[] = [];
  const client = (more: Partial<OdpsOptions> = {}): Odps => {
    const made = new Odps({
      account: new AliyunAccount({ accessKeyId, accessKeySecret }),
      endpoint: `${emulator.maxcompute.url}/api`,
      project: emulator.maxcompute.project,
      host,
      ...options,
      ...more,
    });
    clients.push(made);
    return made;
  };
  return {
    emulator,
    host,
    odps: client(),
    client,
    async [Symbol.asyncDispose]() {
      for (const each of clients) await each.close();
      await emulator.close();
    },
  };
}

/** Everything an iterable gives. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
