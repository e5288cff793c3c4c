import { startEmulator, type Emulator } from "@credport/emulator";
import { AliyunAccount, type Odps, type OdpsOptions } from "../../src/index.js";
import { odpsClients } from "../support/odps-clients.js";
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
  const { client, close } = odpsClients({
    account: new AliyunAccount({ accessKeyId, accessKeySecret }),
    endpoint: `${emulator.maxcompute.url}/api`,
    project: emulator.maxcompute.project,
    host,
    ...options,
  });
  return {
    emulator,
    host,
    odps: client(),
    client,
    async [Symbol.asyncDispose]() {
      await close();
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
