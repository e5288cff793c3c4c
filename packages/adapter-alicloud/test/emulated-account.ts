import { startEmulator, type Emulator, type Role } from "@credport/emulator";
import { rotatingProvider, type RotatingProvider } from "@credport/testing";

type Names = "credentialsUri" | "ecs" | "sts";

/** An emulator with one role, and a provider that holds a session of it. */
export interface EmulatedAccount extends AsyncDisposable {
  readonly emulator: Emulator<Names>;
  readonly role: Role;
  readonly rotating: RotatingProvider;
  /** The key ids of the accepted calls, in order, and how many were refused. */
  accepted(): { readonly keys: readonly string[]; readonly refused: number };
  /** Rotates the provider, and makes the service refuse the session before. */
  replaceSession(): Promise<void>;
}

/** Starts an {@link EmulatedAccount}. With `permanent` the provider holds a user's key instead. */
export async function emulatedAccount(kind: "session" | "permanent" = "session"): Promise<EmulatedAccount> {
  const emulator = await startEmulator({ services: ["credentialsUri", "ecs", "sts"] });
  const role = emulator.accounts.createRole({ name: "adapter" });
  const rotating = rotatingProvider(() =>
    kind === "session" ? emulator.accounts.issueSession({ of: role }) : emulator.accounts.createUser(),
  );
  return {
    emulator,
    role,
    rotating,
    accepted() {
      const calls = emulator.calls.list();
      return {
        keys: calls.filter(({ status = 0 }) => status < 400).map(({ accessKeyId = "" }) => accessKeyId),
        refused: calls.filter(({ status = 0 }) => status >= 400).length,
      };
    },
    replaceSession: () => rotating.replace((accessKeyId) => emulator.accounts.expire(accessKeyId)),
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}
