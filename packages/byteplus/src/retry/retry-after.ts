import { parseRetryAfter } from "@credport/node";

const cap = 300_000;

/** A `Retry-After` of whole seconds, in ms: never negative, 300 000 at most. A date counts as none. */
export function retryAfterOf(headers: Readonly<Record<string, string>>): number | undefined {
  const wait = parseRetryAfter(headers["retry-after"]);
  return wait === undefined ? undefined : Math.min(wait, cap);
}
