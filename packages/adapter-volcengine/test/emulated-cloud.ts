import { startEmulator, type Emulator } from "@credport/emulator";
import { emulatedAccount, type EmulatedAccount } from "@credport/testing";

/** The emulated gateway and object store of one account, and a provider that holds a session of it. */
export type EmulatedCloud = EmulatedAccount<Emulator<"byteplus" | "tos">>;

/** Starts an {@link EmulatedCloud}. With `permanent` the provider holds a user's key instead. */
export async function emulatedCloud(kind: "session" | "permanent" = "session"): Promise<EmulatedCloud> {
  const emulator = await startEmulator({ services: ["byteplus", "tos"], region: "cn-beijing" });
  emulator.tos.createBucket("bucket");
  const { accounts } = emulator;
  const role = accounts.createRole({ name: "adapter" });
  return emulatedAccount(emulator, () =>
    kind === "session" ? accounts.issueSession({ of: role, keyIdPrefix: "AKTP" }) : accounts.createUser(),
  );
}
