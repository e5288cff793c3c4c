import { defined } from "../defined.js";
import { isObjectWith } from "../is-object-with.js";

/** Shared by every copy of this package in one process, so that their values recognise each other. */
const brand: unique symbol = Symbol.for("@credport/core/unavailable");

/** A source's answer "not configured here": a value, so that it cannot be confused with a failure. */
export interface Unavailable {
  readonly [brand]: true;
  /** Why, in words for a person: names the variable, file or switch. Holds no secret. */
  readonly reason: string;
  /** The `CredentialsError` a provider rejects with when this source stands alone. */
  readonly cause?: unknown;
}

/** Says that a source is not configured here. A chain records the reason and asks its next source. */
export function unavailable(reason: string, options: { readonly cause?: unknown } = {}): Unavailable {
  return Object.freeze({ [brand]: true as const, reason, ...defined({ cause: options.cause }) });
}

/** Whether a value is an {@link Unavailable}, made by any copy of this package. */
export function isUnavailable(value: unknown): value is Unavailable {
  return isObjectWith(value, brand);
}
