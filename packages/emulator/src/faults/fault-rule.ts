/** Which calls a rule is for, and how often. */
export interface FaultMatch {
  /** Service name, e.g. `oss`. Absent: every service. */
  readonly service?: string | undefined;
  /** Operation name, e.g. `PutObject`. Absent: every operation. */
  readonly operation?: string | undefined;
  /** How many calls are affected. Default 1; `Infinity` until the rule is removed. */
  readonly times?: number | undefined;
  /** How many matching calls are let through first. Default 0. */
  readonly after?: number | undefined;
}

/** An error answer in the service's own form. */
export interface FaultAnswer {
  readonly status: number;
  readonly code: string;
  /** Default: a sentence that says it was asked for. */
  readonly message?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What happens to an affected call. */
export type FaultEffect =
  /** The body is read, then this answer is given instead of the handler's. */
  | ({ readonly kind: "fail" } & FaultAnswer)
  /** This answer is given before the body is read. */
  | ({ readonly kind: "earlyAnswer" } & FaultAnswer)
  /** The call is handled this many ms of real time later, or when the rule is released. */
  | { readonly kind: "delay"; readonly milliseconds: number }
  /** The call waits until the rule is released. */
  | { readonly kind: "hang" }
  /** The connection is closed: before the handler runs (`request`, the default), or after it ran, its answer lost (`answer`). */
  | { readonly kind: "dropConnection"; readonly when?: "request" | "answer" | undefined }
  /** The answer's headers promise the whole body; after this many bytes (default half, rounded down) the connection closes. */
  | { readonly kind: "truncateBody"; readonly bytes?: number | undefined }
  /** One bit of the answer's body at this offset (default 0) is flipped; headers stay those of the right body. */
  | { readonly kind: "corruptBody"; readonly offset?: number | undefined }
  /** The server's clock is off by this many ms for the call, in checks and in `Date`. */
  | { readonly kind: "clockSkew"; readonly milliseconds: number };

/** A rule: which calls, and what happens to them. */
export type FaultRule = FaultMatch & FaultEffect;
