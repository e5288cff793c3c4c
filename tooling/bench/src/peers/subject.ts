import type { Upstream } from "./upstream.js";

/** How a caller wants its credentials. */
export interface GetOptions {
  readonly signal?: AbortSignal | undefined;
  readonly force?: boolean | undefined;
}

/** Credentials behind a cache: ours, or a peer's. */
export interface Subject {
  /** The key id, or the token, that a request would be signed with now. */
  get(options?: GetOptions): Promise<string>;
}

/** Puts a cache before an upstream. */
export type MakeSubject = (upstream: Upstream) => Subject;
