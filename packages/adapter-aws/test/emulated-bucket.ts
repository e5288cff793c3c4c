import { startEmulator, type Emulator } from "@credport/emulator";
import { emulatedAccount, type EmulatedAccount } from "@credport/testing";

/** What everything in these tests is signed for. */
export const region = "cn-hangzhou";
/** The bucket every test uses. */
export const bucket = "bucket";
/** What is stored in it. */
export const body: Buffer = Buffer.from("one credential, many clients");

/** An emulated OSS with one bucket, and a provider that holds a session for it. */
export type EmulatedBucket = EmulatedAccount<Emulator<"oss">>;

/** Starts an {@link EmulatedBucket}. With `permanent` the provider holds a user's key instead. */
export async function emulatedBucket(kind: "session" | "permanent" = "session"): Promise<EmulatedBucket> {
  const emulator = await startEmulator({ services: ["oss"], region });
  emulator.oss.createBucket(bucket);
  const { accounts } = emulator;
  const role = accounts.createRole({ name: "adapter" });
  return emulatedAccount(emulator, () =>
    kind === "session" ? accounts.issueSession({ of: role }) : accounts.createUser(),
  );
}
