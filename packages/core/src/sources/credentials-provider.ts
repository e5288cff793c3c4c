import type { AccessKeyCredentials, Credentials, CredentialsIdentity } from "../credentials/credentials.js";
import type { RefreshPlan, RefreshPolicy } from "../engine/refresh-policy.js";
import type { Attempt, CredentialsError } from "../errors/credentials-error.js";
import type { CredentialsEvent } from "../events/credentials-event.js";
import type { Host } from "../host/host.js";

/** How one call wants its credentials. */
export interface GetCredentialsOptions {
  /** Ends this caller's wait only; the shared load goes on. */
  readonly signal?: AbortSignal | undefined;
  /** The credential must live at least this long, in ms; otherwise it is refreshed first. */
  readonly minTtl?: number | undefined;
  /** `force`: wait for a load that began after this call. Default `auto`. */
  readonly refresh?: "auto" | "force" | undefined;
}

/** What a rejected request was signed with: an identity, or anything with the key id, credentials included. */
export type CredentialsMatcher = { readonly fingerprint: string } | { readonly accessKeyId: string };

/** What applications and adapters consume: one cached, shared, refreshing credential. */
export interface CredentialsProvider<C extends Credentials = AccessKeyCredentials> extends AsyncDisposable {
  readonly name: string;
  /** The current credential, loaded or refreshed first where needed. Rejects with a `CredentialsError`. */
  getCredentials(options?: GetCredentialsOptions): Promise<C>;
  /** The current credential, synchronously and without starting anything; `undefined` when there is none or it has expired. */
  peek(): C | undefined;
  /** Drops the credential the vendor has just refused, if it is still the current one. At most once in 10 s. */
  invalidate(rejected: CredentialsMatcher): "invalidated" | "already-replaced" | "rate-limited";
  /** How the provider stands. Holds no secret. */
  status(): ProviderStatus;
  /** Calls the listener for each event until the result is disposed. */
  subscribe(listener: (event: CredentialsEvent) => void): Disposable;
}

/** Options of `createProvider`. */
export interface ProviderOptions {
  readonly host: Host;
  /** When to refresh and how to back off. Default `defaultRefreshPolicy`. */
  readonly policy?: RefreshPolicy | undefined;
  /** The longest one load may take, in ms. Default 120 000. */
  readonly loadTimeout?: number | undefined;
}

/** How a provider stands. Holds no secret. */
export interface ProviderStatus {
  readonly state: "empty" | "fresh" | "due" | "failing" | "expired" | "disposed";
  readonly identity?: CredentialsIdentity;
  readonly expiration?: Date;
  readonly plan?: RefreshPlan;
  /** Earliest next load, in ms since the epoch. */
  readonly nextAttemptAt?: number;
  /** Failures in a row. */
  readonly failures: number;
  readonly lastError?: CredentialsError;
  /** Loads begun since the provider was made. */
  readonly loads: number;
  /** Server clock minus local clock, in ms, as last seen by the source. */
  readonly clockSkew?: number;
  /** The trace of the last load: each source asked, its outcome, reason and duration. */
  readonly attempts: readonly Attempt[];
}
