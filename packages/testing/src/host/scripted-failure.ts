import { isCredentialsError } from "@credport/core";

/**
 * Runs a test's handler. What it throws as a broken connection or a missing program throws in Node, an `Error` of any kind, becomes
 * the failure a real host makes of it. A failed assertion stays what it is.
 */
export async function handled<T>(run: () => T | Promise<T>, failure: (why: string) => Error): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (isCredentialsError(error) || !(error instanceof Error) || error.name === "AssertionError") throw error;
    throw failure("code" in error ? String(error.code) : error.name);
  }
}
