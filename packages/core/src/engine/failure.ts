import type { CredentialsError } from "../errors/credentials-error.js";
import { expiredUnrefreshed } from "./engine-errors.js";

/** One failed load, and the error objects that all its callers share. */
export class Failure {
  readonly error: CredentialsError;
  #expired: CredentialsError | undefined;

  constructor(error: CredentialsError) {
    this.error = error;
  }

  /** The `EXPIRED` error for callers whose old credentials ran out meanwhile. */
  expired(expiresAt: number): CredentialsError {
    this.#expired ??= expiredUnrefreshed(expiresAt, this.error);
    return this.#expired;
  }
}
