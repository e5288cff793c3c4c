import { BytePlusConfigError } from "../errors/byteplus-config-error.js";

/** The number of retries an option means: unset and -1 are the default. Throws for other negatives and fractions. */
export function retryCount(maxRetries: number | undefined, byDefault = 3): number {
  if (maxRetries === undefined || maxRetries === -1) return byDefault;
  if (Number.isInteger(maxRetries) && maxRetries >= 0) return maxRetries;
  throw new BytePlusConfigError({
    code: "CONFIG_INVALID",
    message: '"maxRetries" must be a whole number: -1 for the default, 0 for none.',
  });
}
