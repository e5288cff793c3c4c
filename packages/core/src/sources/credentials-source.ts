import type { AccessKeyCredentials, Credentials, CredentialsIdentity } from "../credentials/credentials.js";
import type { Unavailable } from "../credentials/unavailable.js";
import type { Attempt } from "../errors/credentials-error.js";
import type { Host } from "../host/host.js";

/** Why a load runs. */
export type LoadReason = "initial" | "scheduled" | "expired" | "invalidated" | "forced";

/** What a source gets for one load. */
export interface LoadContext {
  /** The load's own signal (deadline, dispose); never a caller's. */
  readonly signal: AbortSignal;
  readonly reason: LoadReason;
  /** The identity of the credential that is being replaced. */
  readonly previous: CredentialsIdentity | undefined;
  /** The only way to time, environment, files, processes and the network. */
  readonly host: Host;
  /** Reports a moment worth knowing that is no failure, such as a downgrade. Must hold no secret. */
  readonly warn?: ((warning: SourceWarning) => void) | undefined;
  /** Reports the difference server clock minus local clock, in ms, that the source has just seen. */
  readonly reportClockSkew?: ((milliseconds: number) => void) | undefined;
  /** Receives each step of a composed source (a chain's links), for the trace in `status()`. */
  readonly trace?: ((attempt: Attempt) => void) | undefined;
}

/** A warning a source raises while it loads. */
export interface SourceWarning {
  /** A stable kebab-case name, e.g. `imds-v1-fallback`. */
  readonly code: string;
  /** What happened and what to do, in words for a person. Holds no secret. */
  readonly message: string;
  /** The path of the source it comes from. Wrappers fill it in; a source leaves it out. */
  readonly source?: string | undefined;
}

/** What a vendor package implements: where credentials come from, one uncached attempt at a time. */
export interface CredentialsSource<C extends Credentials = AccessKeyCredentials> {
  /** The vendor's name for this kind of source, e.g. `ram_role_arn`. The first part of `identity.source`. */
  readonly name: string;
  /** A credential known without any input or output: the provider starts filled and `peek()` works at once. */
  readonly fixed?: C;
  /**
   * Loads once. Resolves to credentials, or to `unavailable(reason)` when the source is not configured here.
   * Whatever it throws means "configured, and failed".
   */
  load(context: LoadContext): Promise<C | Unavailable>;
}
