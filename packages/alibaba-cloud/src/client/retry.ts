import { isCredentialsError, type Host } from "@credport/core";
import { OpenApiError } from "./open-api-error.js";

const firstDelay = 100;
const longestDelay = 20_000;
/** A server may ask for no more than this, in ms. */
const longestRetryAfter = 300_000;

const idempotentMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);

/**
 * Whether a failed attempt may be repeated ("alibaba-credentials" section 12.2): throttling always, 5xx and broken
 * connections where the method is idempotent, else only where the request never left.
 */
export function isRepeatable(error: unknown, method: string): boolean {
  if (error instanceof OpenApiError) {
    return error.isThrottling || (error.httpStatus >= 500 && idempotentMethods.has(method));
  }
  if (!isCredentialsError(error) || (error.code !== "NETWORK" && error.code !== "TIMEOUT")) return false;
  // An error with a source comes from the provider, which has a back-off of its own.
  if (error.source !== "") return false;
  return idempotentMethods.has(method) || neverLeft(error.cause);
}

/** How long to wait before the next attempt, in ms: full jitter under a doubling ceiling, and what the server asks for. */
export function retryDelay(error: unknown, failures: number, host: Pick<Host, "random">): number {
  const jitter = host.random() * Math.min(longestDelay, firstDelay * 2 ** (failures - 1));
  const asked = error instanceof OpenApiError ? (error.retryAfter ?? 0) : 0;
  return Math.max(jitter, Math.min(asked, longestRetryAfter));
}

/** The host says of a transport failure whether the request may have reached the server. */
function neverLeft(cause: unknown): boolean {
  return typeof cause === "object" && cause !== null && "requestSent" in cause && cause.requestSent === false;
}
