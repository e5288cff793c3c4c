import { isCredentialsError, type CredentialsError } from "@credport/core";

/** The `CredentialsError` a promise rejects with. Anything else fails the test. */
export async function rejection(promise: Promise<unknown>): Promise<CredentialsError> {
  try {
    await promise;
  } catch (error) {
    if (isCredentialsError(error)) return error;
    throw error;
  }
  throw new Error("expected a rejection");
}
