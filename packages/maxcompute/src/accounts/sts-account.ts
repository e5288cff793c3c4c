import { customReader, type CredentialReader, type CustomCredentialProvider } from "./credential-reader.js";
import { SigningAccount, type AccountOptions } from "./signing-account.js";
import { staticReader } from "./static-reader.js";
import type { CredentialSnapshot } from "../signing/sign-request.js";

/** Options of {@link StsAccount} for a session that is known already. */
export interface StsAccountOptions extends AccountOptions {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Empty counts as absent: no token header is sent. */
  readonly securityToken?: string | undefined;
  /** When it ends; nothing is signed with it from then on. Core's credentials fit here as they are. */
  readonly expiration?: Date | undefined;
}

/** A session: known already (method 2), or read from a provider at each request (methods 3 to 6). */
export class StsAccount extends SigningAccount {
  readonly type = "sts";

  constructor(options: StsAccountOptions | (AccountOptions & { readonly reader: CredentialReader })) {
    super("reader" in options ? options.reader : staticReader(sessionOf(options)), options);
  }

  /** Reads a Credport provider, or any object with `getCredentials()`, once for every request. */
  static fromProvider(provider: CredentialReader, options: AccountOptions = {}): StsAccount {
    return new StsAccount({ ...options, reader: provider });
  }

  /** Reads the Go SDK's provider shape, `{ getType(), getCredential() }`, once for every request. */
  static fromCustomProvider(provider: CustomCredentialProvider, options: AccountOptions = {}): StsAccount {
    return new StsAccount({ ...options, reader: customReader(provider) });
  }
}

function sessionOf({ accessKeyId, accessKeySecret, securityToken, expiration }: StsAccountOptions): CredentialSnapshot {
  return { accessKeyId, accessKeySecret, securityToken, expiration };
}
