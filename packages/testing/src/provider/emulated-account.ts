import type { AccessKeyFields, CredentialsProvider } from "@credport/core";
import { rotatingProvider, type RotatingProvider } from "./rotating-provider.js";

/** What an {@link EmulatedAccount} asks of an emulator; one of `@credport/emulator` has it. */
export interface AccountEmulator {
  readonly accounts: {
    /** Makes the services refuse a session from now on. */
    expire(accessKeyId: string): unknown;
  };
  readonly calls: {
    /** The calls so far, in order: the key id each was signed with, and the status of its answer. */
    list(): readonly { readonly accessKeyId?: string | undefined; readonly status?: number | undefined }[];
  };
  /** Stops all services. */
  close(): Promise<void>;
}

/** An emulator, and a provider that holds a credential of its account. Disposing closes the emulator. */
export interface EmulatedAccount<Emulator extends AccountEmulator> extends AsyncDisposable {
  readonly emulator: Emulator;
  readonly rotating: RotatingProvider;
  /** That of `rotating`. */
  readonly provider: CredentialsProvider;
  /** The key ids of the accepted calls, in order. */
  readonly accepted: readonly (string | undefined)[];
  /** How many calls were refused. */
  readonly refused: number;
  /** Rotates the provider, and makes the services refuse the session before. */
  replaceSession(): Promise<void>;
}

/** Makes an {@link EmulatedAccount}; `issue` gives the fields of the next credential, one that the emulator knows. */
export function emulatedAccount<Emulator extends AccountEmulator>(
  emulator: Emulator,
  issue: () => Omit<AccessKeyFields, "source">,
): EmulatedAccount<Emulator> {
  const rotating = rotatingProvider(issue);
  return {
    emulator,
    rotating,
    provider: rotating.provider,
    get accepted() {
      const accepted = emulator.calls.list().filter(({ status = 500 }) => status < 400);
      return accepted.map(({ accessKeyId }) => accessKeyId);
    },
    get refused() {
      return emulator.calls.list().filter(({ status = 0 }) => status >= 400).length;
    },
    replaceSession: () => rotating.replace((accessKeyId) => emulator.accounts.expire(accessKeyId)),
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}
