import { startEmulator, type Emulator } from "@credport/emulator";
import { rotatingProvider, type RotatingProvider } from "@credport/testing";

/** The emulated gateway and object store of one account, and a provider that holds a session of it. */
export interface EmulatedCloud extends AsyncDisposable {
  readonly emulator: Emulator<"byteplus" | "tos">;
  readonly rotating: RotatingProvider;
  /** How many calls were refused. */
  readonly refused: number;
  /** The key ids of all calls, in order. */
  readonly keys: readonly (string | undefined)[];
  /** Rotates the provider, and makes the services refuse the session before. */
  replaceSession(): Promise<void>;
}

/** Starts an {@link EmulatedCloud}. With `permanent` the provider holds a user's key instead. */
export async function emulatedCloud(kind: "session" | "permanent" = "session"): Promise<EmulatedCloud> {
  const emulator = await startEmulator({ services: ["byteplus", "tos"], region: "cn-beijing" });
  emulator.tos.createBucket("bucket");
  const role = emulator.accounts.createRole({ name: "adapter" });
  const rotating = rotatingProvider(() =>
    kind === "session"
      ? emulator.accounts.issueSession({ of: role, keyIdPrefix: "AKTP" })
      : emulator.accounts.createUser(),
  );
  return {
    emulator,
    rotating,
    get refused() {
      return emulator.calls.list().filter(({ status = 0 }) => status >= 400).length;
    },
    get keys() {
      return emulator.calls.list().map(({ accessKeyId }) => accessKeyId);
    },
    replaceSession: () => rotating.replace((accessKeyId) => emulator.accounts.expire(accessKeyId)),
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}
