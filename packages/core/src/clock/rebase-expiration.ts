import type { HttpResponse } from "../host/http.js";
import type { LoadContext } from "../sources/credentials-source.js";
import { parseHttpDate } from "./parse-http-date.js";

const second = 1_000;
const minute = 60 * second;

/** A `Date` header has whole seconds, and it is read after a journey: below this a difference is no skew. */
const smallestSkew = 5 * second;
/** A longer round trip says too little about when the server wrote its date. */
const longestRoundTrip = 15 * minute;

/**
 * An expiration that a server set by its own clock, moved to the local one, using the `Date` header of the response that
 * brought it. It stays as it is when the header is absent or malformed, `Age` is present (a cache answered), the round trip
 * took over 15 minutes, or the clocks differ by less than 5 s. The skew is reported to the context, for `status()`.
 */
export function rebaseExpiration(
  expiration: Date,
  response: Pick<HttpResponse, "headers" | "sentAt" | "receivedAt">,
  context?: Pick<LoadContext, "reportClockSkew">,
): Date {
  const { headers, sentAt, receivedAt } = response;
  const serverTime = parseHttpDate(headers["date"]);
  if (serverTime === undefined || headers["age"] !== undefined || receivedAt - sentAt > longestRoundTrip)
    return expiration;
  const measured = serverTime - (sentAt + receivedAt) / 2;
  const skew = Math.abs(measured) < smallestSkew ? 0 : measured;
  context?.reportClockSkew?.(skew);
  return new Date(expiration.getTime() - skew);
}
