import type { CredentialReader } from "./credential-reader.js";
import { SigningAccount } from "./signing-account.js";
import { staticReader } from "./static-reader.js";

/** A MaxCompute bearer token, known already or read from a provider at each request. Sends no `Authorization`. */
export class BearerAccount extends SigningAccount {
  readonly type = "bearer";

  /** Throws `CredentialsError` (`INVALID_CREDENTIAL`) for an empty token. */
  constructor(options: { readonly bearerToken: string } | { readonly reader: CredentialReader }) {
    super("reader" in options ? options.reader : staticReader({ bearerToken: options.bearerToken }));
  }

  /** Reads a provider of bearer credentials once for every request. */
  static fromProvider(provider: CredentialReader): BearerAccount {
    return new BearerAccount({ reader: provider });
  }
}
