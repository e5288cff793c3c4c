import { startEmulator, type Emulator, type Role } from "@credport/emulator";
import { emulatedAccount, type EmulatedAccount } from "@credport/testing";

/** An emulator with one role, and a provider that holds a session of it. */
export interface EmulatedRole extends EmulatedAccount<Emulator<"credentialsUri" | "ecs" | "sts">> {
  readonly role: Role;
}

/** Starts an {@link EmulatedRole}. With `permanent` the provider holds a user's key instead. */
export async function emulatedRole(kind: "session" | "permanent" = "session"): Promise<EmulatedRole> {
  const emulator = await startEmulator({ services: ["credentialsUri", "ecs", "sts"] });
  const { accounts } = emulator;
  const role = accounts.createRole({ name: "adapter" });
  const account = emulatedAccount(emulator, () =>
    kind === "session" ? accounts.issueSession({ of: role }) : accounts.createUser(),
  );
  return Object.assign(account, { role });
}
