import type { CredentialReader } from "./credential-reader.js";
import { SigningAccount } from "./signing-account.js";
import { staticReader } from "./static-reader.js";

/** A MaxCompute bearer token, known already or read from a provider at each request. Sends no `Authorization`. */
export class BearerAccount extends SigningAccount {
  readonly type = "bearer";

  /** Throws `CredentialsError` (`INVALID_CREDENTIAL`) for an empty token. */
  constructor(options: { readonly bearerToken: string } | { readonly reader: CredentialReader }) {
    super("reader" in options ? options.reader : tokenReader(options.bearerToken));
  }

  /** Reads a provider of bearer credentials once for every request. */
  static fromProvider(provider: CredentialReader): BearerAccount {
    return new BearerAccount({ reader: provider });
  }
}

function tokenReader(bearerToken: string): CredentialReader {
  const expiration = bearerExpiration(bearerToken);
  return staticReader({ bearerToken, ...(expiration === undefined ? {} : { expiration }) });
}

/** When a bearer token ends: the third field of the comma-separated text it encodes; `undefined` when it cannot be read. */
export function bearerExpiration(bearerToken: string): Date | undefined {
  const seconds = Buffer.from(bearerToken, "base64").toString("utf8").split(",")[2]?.trim();
  if (seconds === undefined || !/^\d{1,12}$/.test(seconds)) return undefined;
  return new Date(Number(seconds) * 1000);
}
