import { startEmulator, type Emulator } from "@credport/emulator";
import { rotatingProvider, type RotatingProvider } from "@credport/testing";

/** What everything in these tests is signed for. */
export const region = "cn-hangzhou";
/** The bucket every test uses. */
export const bucket = "bucket";
/** What is stored in it. */
export const body: Buffer = Buffer.from("one credential, many clients");

/** An emulated OSS with one bucket, and a provider that holds a session for it. */
export interface EmulatedBucket extends AsyncDisposable {
  readonly emulator: Emulator<"oss">;
  readonly rotating: RotatingProvider;
  /** How many calls were refused. */
  readonly refused: number;
  /** The key ids of all calls, in order. */
  readonly keys: readonly (string | undefined)[];
  /** Rotates the provider, and makes the service refuse the session before. */
  replaceSession(): Promise<void>;
}

/** Starts an {@link EmulatedBucket}. With `permanent` the provider holds a user's key instead. */
export async function emulatedBucket(kind: "session" | "permanent" = "session"): Promise<EmulatedBucket> {
  const emulator = await startEmulator({ services: ["oss"], region });
  emulator.oss.createBucket(bucket);
  const role = emulator.accounts.createRole({ name: "adapter" });
  const rotating = rotatingProvider(() =>
    kind === "session" ? emulator.accounts.issueSession({ of: role }) : emulator.accounts.createUser(),
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
