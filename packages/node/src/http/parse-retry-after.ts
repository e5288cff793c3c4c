import { parseHttpDate } from "@credport/core";

/**
 * What a `Retry-After` header asks for, in ms from `now`: whole seconds or an HTTP-date, never negative and at most the largest
 * safe integer, so that callers cap it as their service has it. `undefined` for anything else. `now` is the instant, by the clock
 * that wrote the date, that a date counts from; without it a date counts as none.
 */
export function parseRetryAfter(header: string | undefined, now?: number): number | undefined {
  const text = header?.trim() ?? "";
  const wait = /^[+-]?\d+$/.test(text) ? Number(text) * 1_000 : (parseHttpDate(text) ?? NaN) - (now ?? NaN);
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), Number.MAX_SAFE_INTEGER);
}
