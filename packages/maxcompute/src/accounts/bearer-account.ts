import type { CredentialReader } from "./credential-reader.js";
import { SigningAccount } from "./signing-account.js";
import { staticReader } from "./static-reader.js";
import type { CredentialSnapshot } from "../signing/sign-request.js";

/** Options of {@link BearerAccount} for a token that is known already. */
export interface BearerAccountOptions {
  readonly bearerToken: string;
  /** When it ends; it is not sent from then on. Default: what the token says. Core's credentials fit here as they are. */
  readonly expiration?: Date | undefined;
}

/** A MaxCompute bearer token, known already or read from a provider at each request. Sends no `Authorization`. */
export class BearerAccount extends SigningAccount {
  readonly type = "bearer";

  /** Throws `CredentialsError` (`INVALID_CREDENTIAL`) for an empty token. */
  constructor(options: BearerAccountOptions | { readonly reader: CredentialReader }) {
    super("reader" in options ? options.reader : staticReader(tokenOf(options)));
  }

  /** Reads a provider of bearer credentials once for every request. */
  static fromProvider(provider: CredentialReader): BearerAccount {
    return new BearerAccount({ reader: provider });
  }
}

function tokenOf({ bearerToken, expiration }: BearerAccountOptions): CredentialSnapshot {
  return { bearerToken, expiration };
}
