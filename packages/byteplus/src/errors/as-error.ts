import { isCredentialsError } from "@credport/core";
import { BytePlusCredentialsError } from "./byteplus-credentials-error.js";
import { BytePlusError } from "./byteplus-error.js";
import { cancelled } from "./cancelled.js";

/** Anything thrown, as an error of this package: a failure to get credentials as such, what is not known as `UnknownError`. */
export function asError(thrown: unknown): BytePlusError {
  if (thrown instanceof BytePlusError) return thrown;
  if (isCredentialsError(thrown)) {
    return thrown.code === "ABORTED" ? cancelled(thrown.cause) : new BytePlusCredentialsError(thrown);
  }
  return new BytePlusError({
    code: "UnknownError",
    message: "The call failed for a reason of its own; see the cause.",
    cause: thrown,
  });
}
