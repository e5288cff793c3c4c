import type { CredentialsProvider } from "@credport/core";
import {
  scriptedHost,
  testProvider,
  testSession,
  type FakeClock,
  type ScriptedHost,
  type ScriptedHostOptions,
} from "@credport/testing";
import { startEmulator, type Emulator } from "@credport/emulator";
import { BytePlusClient, type BytePlusOptions, type CallRequest } from "../src/index.js";

/** A GET, signed for a global service. */
export const listUsers: CallRequest = { service: "iam", action: "ListUsers", version: "2018-01-01" };

/** A POST that says who signed it. */
export const caller: CallRequest = {
  service: "sts",
  action: "GetCallerIdentity",
  version: "2018-01-01",
  method: "POST",
};

/** An emulated BytePlus, and a client's outside with the same clock: pauses end at once and are recorded. */
export interface World extends AsyncDisposable {
  readonly emulator: Emulator<"byteplus" | "byteplusMetadata" | "oidc">;
  readonly host: ScriptedHost;
  readonly clock: FakeClock;
  /** The pauses between attempts, in ms. */
  readonly pauses: number[];
  readonly keys: { readonly accessKeyId: string; readonly accessKeySecret: string };
  /** A client of the emulator, closed with the world. */
  client(options?: BytePlusOptions): BytePlusClient;
}

/** Starts a {@link World}. */
export async function startWorld(options: ScriptedHostOptions = {}): Promise<World> {
  const scripted = scriptedHost(options);
  const { clock } = scripted;
  const pauses: number[] = [];
  const sleep: ScriptedHost["sleep"] = async (milliseconds, { holdsProcess, signal } = {}) => {
    // Pauses between attempts hold the process; whatever else sleeps waits for the clock.
    if (holdsProcess !== true) return clock.sleep(milliseconds, { signal });
    signal?.throwIfAborted();
    pauses.push(milliseconds);
    clock.jump(milliseconds);
  };
  const host = Object.assign(scripted, { sleep });
  const emulator = await startEmulator({ services: ["byteplus", "byteplusMetadata", "oidc"], clock });
  const { accessKeyId, accessKeySecret } = emulator.accounts.createUser({ name: "ann" });
  const keys = { accessKeyId, accessKeySecret };
  const clients: BytePlusClient[] = [];
  return {
    emulator,
    host,
    clock,
    pauses,
    keys,
    client(more = {}) {
      const client = new BytePlusClient({
        region: "ap-southeast-1",
        endpoint: emulator.byteplus.url,
        credentials: keys,
        host,
        ...more,
      });
      clients.push(client);
      return client;
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) await client[Symbol.asyncDispose]();
      await emulator.close();
    },
  };
}

/** What a promise rejects with. Throws if it does not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  const nothing = Symbol("nothing");
  const outcome = await promise.then(
    () => nothing,
    (error: unknown) => error,
  );
  if (outcome === nothing) throw new Error("It did not reject.");
  return outcome;
}

/** A provider of the caller's own making. */
export function ownProvider(getCredentials: CredentialsProvider["getCredentials"]): CredentialsProvider {
  const { provider } = testProvider(testSession(1));
  return {
    name: "own",
    getCredentials,
    peek: () => undefined,
    invalidate: () => "already-replaced",
    status: () => provider.status(),
    subscribe: (listener) => provider.subscribe(listener),
    [Symbol.asyncDispose]: () => provider[Symbol.asyncDispose](),
  };
}
