import {
  removeAuthentication,
  type AccountRequest,
  type AccountSignOptions,
  type AccountType,
  type MaxComputeAccount,
} from "./account.js";
import {
  readCredential,
  readLiveCredential,
  rejectedCredential,
  requireProvider,
  sameCredential,
  type CredentialReader,
} from "./credential-reader.js";
import { SigningKeyCache } from "../signing/signing-key.js";
import { signRequest, type CredentialSnapshot } from "../signing/sign-request.js";

/** Options every account has. */
export interface AccountOptions {
  /** Signs with V4 for this region id. Absent or empty: V2. */
  readonly region?: string | undefined;
  /** The word a private cloud puts in place of `aliyun` in V4 signatures. */
  readonly corporation?: string | undefined;
}

/** What all accounts share: one reading of the credential per signature, and a refresh when the service refuses it. */
export abstract class SigningAccount implements MaxComputeAccount {
  abstract readonly type: AccountType;
  readonly region: string | undefined;
  readonly rotates: boolean;
  readonly #corporation: string | undefined;
  readonly #reader: CredentialReader;
  readonly #keys = new SigningKeyCache();
  /** What each request still in hand was signed with. */
  readonly #signedWith = new WeakMap<AccountRequest, CredentialSnapshot>();

  protected constructor(reader: CredentialReader, options: AccountOptions = {}) {
    requireProvider(reader, "getCredentials");
    this.#reader = reader;
    this.rotates = reader.fixed !== true;
    this.region = options.region === "" ? undefined : options.region;
    this.#corporation = options.corporation;
  }

  async sign(request: AccountRequest, endpoint: string, at: Date, options: AccountSignOptions = {}): Promise<void> {
    const credential = await readLiveCredential(this.#reader, at, options.signal);
    removeAuthentication(request.headers);
    const added = signRequest(
      {
        method: request.method,
        url: request.url,
        headers: request.headers,
        endpoint,
        credential: this.type === "bearer" ? { bearerToken: credential.bearerToken } : credential,
        region: options.region ?? this.region,
        corporation: this.#corporation,
        at,
      },
      this.#keys,
    );
    Object.assign(request.headers, added);
    this.#signedWith.set(request, credential);
  }

  async refused(
    request: AccountRequest,
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<boolean> {
    const refused = this.#signedWith.get(request);
    if (refused === undefined) return false;
    this.#reader.invalidate?.(rejectedCredential(refused));
    return !sameCredential(refused, await readCredential(this.#reader, { signal: options.signal }));
  }

  /** What `console.log`, `String()` and JSON show: no secret, no token. */
  toJSON(): { readonly account: string; readonly type: AccountType; readonly region?: string } {
    return {
      account: this.constructor.name,
      type: this.type,
      ...(this.region === undefined ? {} : { region: this.region }),
    };
  }

  toString(): string {
    return `${this.constructor.name}(${this.type})`;
  }
}
