import { createAccessKeyCredentials, type AccessKeyCredentials } from "@credport/core";
import { startEmulator, type Emulator } from "@credport/emulator";
import { emulatedAccount, type EmulatedAccount } from "@credport/testing";

/** The bucket every test uses. */
export const bucket = "adapter-bucket";

/** An emulator with one bucket, and a provider that holds a session for it. */
export interface EmulatedBucket extends EmulatedAccount<Emulator<"oss">> {
  /** Credentials that the emulator knows, for the conformance suite. */
  issue(kind: "session" | "permanent"): AccessKeyCredentials;
}

/** Starts an {@link EmulatedBucket}. With `permanent` the provider holds a user's key instead of sessions. */
export async function emulatedBucket(kind: "session" | "permanent" = "session"): Promise<EmulatedBucket> {
  const emulator = await startEmulator({ services: ["oss"] });
  emulator.oss.createBucket(bucket);
  // The presigners of ali-oss refuse IP addresses.
  emulator.oss.bindBucket(`localhost:${String(emulator.oss.port)}`, bucket);
  const { accounts } = emulator;
  const role = accounts.createRole({ name: "adapter" });
  const fields = (of: "session" | "permanent") =>
    of === "session" ? accounts.issueSession({ of: role }) : accounts.createUser();
  const account = emulatedAccount(emulator, () => fields(kind));
  return Object.assign(account, {
    issue: (of: "session" | "permanent") => createAccessKeyCredentials({ ...fields(of), source: "scripted" }),
  });
}
