import { createAccessKeyCredentials, type AccessKeyCredentials, type CredentialsProvider } from "@credport/core";
import { startEmulator, type Emulator } from "@credport/emulator";
import { rotatingProvider, type RotatingProvider } from "@credport/testing";

/** The bucket every test uses. */
export const bucket = "adapter-bucket";

/** An emulator with one bucket, and a provider that holds a session for it. */
export interface EmulatedBucket extends AsyncDisposable {
  readonly emulator: Emulator<"oss">;
  readonly rotating: RotatingProvider;
  readonly provider: CredentialsProvider;
  /** Key ids of the accepted calls, in order. */
  readonly accepted: readonly string[];
  /** How many calls were refused. */
  readonly refused: number;
  /** Rotates the provider, and makes the service refuse the session before. */
  replaceSession(): Promise<void>;
  /** Credentials that the emulator knows, for the conformance suite. */
  issue(kind: "session" | "permanent"): AccessKeyCredentials;
}

/** Starts an {@link EmulatedBucket}. With `permanent` the provider holds a user's key instead of sessions. */
export async function emulatedBucket(kind: "session" | "permanent" = "session"): Promise<EmulatedBucket> {
  const emulator = await startEmulator({ services: ["oss"] });
  emulator.oss.createBucket(bucket);
  // The presigners of ali-oss refuse IP addresses.
  emulator.oss.bindBucket(`localhost:${String(emulator.oss.port)}`, bucket);
  const role = emulator.accounts.createRole({ name: "adapter" });
  const fields = (of: "session" | "permanent") =>
    of === "session" ? emulator.accounts.issueSession({ of: role }) : emulator.accounts.createUser();
  const rotating = rotatingProvider(() => fields(kind));
  const statuses = (): readonly { accessKeyId?: string | undefined; status?: number | undefined }[] =>
    emulator.calls.list();
  return {
    emulator,
    rotating,
    provider: rotating.provider,
    get accepted() {
      return statuses()
        .filter(({ status = 500 }) => status < 400)
        .map(({ accessKeyId = "" }) => accessKeyId);
    },
    get refused() {
      return statuses().filter(({ status = 0 }) => status >= 400).length;
    },
    replaceSession: () => rotating.replace((accessKeyId) => emulator.accounts.expire(accessKeyId)),
    issue: (of) => createAccessKeyCredentials({ ...fields(of), source: "scripted" }),
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}
