import { CredentialsError } from "@credport/core";

const format = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/;

/**
 * Reads an expiration ("alibaba-credentials" section 4.5): exactly `YYYY-MM-DDThh:mm:ssZ`, with up to nine fractional digits,
 * and a day and time that exist. Anything else, a number too, is `INVALID_EXPIRATION`; it does not enter the message.
 */
export function parseExpiration(value: unknown, field = "Expiration"): Date {
  const text = typeof value === "string" ? value : "";
  const seconds = text.slice(0, 19);
  const milliseconds = format.test(text) ? Date.parse(`${seconds}.${fraction(text)}Z`) : Number.NaN;
  // The platform's parser rolls 31 February over; writing the result back shows it.
  if (!Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(seconds)) {
    return new Date(milliseconds);
  }
  throw new CredentialsError({
    code: "INVALID_EXPIRATION",
    message: `${field === "Expiration" ? field : `${field} (Expiration)`} is not a UTC time of the form YYYY-MM-DDThh:mm:ssZ`,
  });
}

/** The fraction in whole milliseconds, as three digits. */
function fraction(text: string): string {
  return text.slice(20, -1).slice(0, 3).padEnd(3, "0");
}
