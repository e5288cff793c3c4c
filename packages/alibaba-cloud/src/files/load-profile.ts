import {
  isCredentialsError,
  isUnavailable,
  loadWithSourcePrefix,
  unavailable,
  type AccessKeyCredentials,
  type CredentialsSource,
  type LoadContext,
  type Unavailable,
} from "@credport/core";
import type { Profile } from "./profile.js";

/**
 * Loads what a profile asked for, under the file source's name. The profile chose it, so "not configured here" is a failure
 * of the profile: walking on would silently take another identity.
 */
export async function loadProfile(
  name: string,
  source: CredentialsSource,
  profile: Profile,
  context: LoadContext,
): Promise<AccessKeyCredentials> {
  const result = await loadWithSourcePrefix(name, source, context);
  if (!isUnavailable(result)) return result;
  throw isCredentialsError(result.cause) ? result.cause : profile.invalid(result.reason, result.cause);
}

/** Reads a file that need not be there: its content, or "not configured here" with the path. */
export async function readOptionalFile(path: string, { host, signal }: LoadContext): Promise<string | Unavailable> {
  try {
    return await host.readFile(path, { signal });
  } catch (error) {
    if (!isCredentialsError(error) || error.code !== "NOT_CONFIGURED") throw error;
    return unavailable(error.message, { cause: error });
  }
}
