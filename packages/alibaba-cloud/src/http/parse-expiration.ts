import { CredentialsError } from "@credport/core";
import { parseTimestamp } from "@credport/node";

const format = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/;

/**
 * Reads an expiration ("alibaba-credentials" section 4.5): exactly `YYYY-MM-DDThh:mm:ssZ`, with up to nine fractional digits,
 * and a day and time that exist. Anything else, a number too, is `INVALID_EXPIRATION`; it does not enter the message.
 */
export function parseExpiration(value: unknown, field = "Expiration"): Date {
  const expiration = typeof value === "string" && format.test(value) ? parseTimestamp(value) : undefined;
  if (expiration !== undefined) return expiration;
  throw new CredentialsError({
    code: "INVALID_EXPIRATION",
    message: `${field === "Expiration" ? field : `${field} (Expiration)`} is not a UTC time of the form YYYY-MM-DDThh:mm:ssZ`,
  });
}
