/** How an account proves who it is. */
export type AccountType = "aliyun" | "sts" | "bearer";

/** A request that an account puts its headers on. */
export interface AccountRequest {
  readonly method: string;
  /** The absolute URL exactly as it will be sent. */
  readonly url: string;
  /** Names in any case. The account removes stale authentication headers and adds its own. */
  readonly headers: Record<string, string | string[]>;
}

/** What the client decides about one signature. */
export interface AccountSignOptions {
  /** V4 for this region; empty: V2. Absent: the account's own region decides. */
  readonly region?: string | undefined;
  /** Ends the wait for the credential. */
  readonly signal?: AbortSignal | undefined;
}

/** Signs requests for one user. Never shows a secret in `inspect`, `String()` or JSON. */
export interface MaxComputeAccount {
  readonly type: AccountType;
  /** The region given to the account: it then signs with V4. */
  readonly region?: string | undefined;
  /**
   * Reads the credential once and adds the headers for this attempt, `Date` included. `at` is the one instant of the attempt.
   * Rejects with a `CredentialsError`; nothing may be sent then.
   */
  sign(request: AccountRequest, endpoint: string, at: Date, options?: AccountSignOptions): Promise<void>;
  /** Whether the credential may be another one later, so that a refusal in the middle of a long wait may pass. Default false. */
  readonly rotates?: boolean | undefined;
  /**
   * Told that the service refused the credential this very request was signed with. Resolves to whether another one is
   * there now, so that the request is worth sending once more. Absent: it never is.
   */
  refused?(request: AccountRequest, options?: { readonly signal?: AbortSignal | undefined }): Promise<boolean>;
}

const authentication =
  /^(?:authorization|authorization-sts-token|application-authentication|sts-.*|x-odps-bearer-token)$/i;

/** Whether a header, in any case, says who somebody is: a signature or a token. */
export function isAuthenticationHeader(name: string): boolean {
  return authentication.test(name);
}

/** Removes what an earlier attempt signed, so that nothing stale is sent or signed again. */
export function removeAuthentication(headers: Record<string, string | string[]>): void {
  for (const name of Object.keys(headers))
    if (isAuthenticationHeader(name) || name.toLowerCase() === "date") delete headers[name];
}
