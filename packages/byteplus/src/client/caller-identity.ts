import { isCredentialsError, type AccessKeyCredentials, type CredentialsProvider } from "@credport/core";
import { BytePlusCredentialsError } from "../errors/byteplus-credentials-error.js";
import { BytePlusError } from "../errors/byteplus-error.js";

/** Who signs a call: a provider, fixed credentials decided for this call, or nobody. */
export type CallerIdentity = CredentialsProvider | AccessKeyCredentials | "anonymous";

/** The credentials to sign the next attempt with; `undefined` for an anonymous call. Fails as `BytePlusCredentialsError`. */
export async function currentCredentials(
  identity: CallerIdentity,
  signal: AbortSignal | undefined,
  minTtl?: number,
): Promise<AccessKeyCredentials | undefined> {
  if (identity === "anonymous") return undefined;
  if (!("getCredentials" in identity)) return identity;
  try {
    return await identity.getCredentials(signal === undefined && minTtl === undefined ? undefined : { signal, minTtl });
  } catch (error) {
    throw credentialsFailure(error);
  }
}

/** What getting credentials threw, as an error of this package. */
export function credentialsFailure(error: unknown): BytePlusError {
  if (error instanceof BytePlusError) return error;
  if (isCredentialsError(error)) return new BytePlusCredentialsError(error);
  return new BytePlusError({ code: "UnknownError", message: "Getting credentials failed.", cause: error });
}

/**
 * Replaces credentials the server called dead. `undefined`: there are no others, so that another attempt would end the same.
 */
export async function replacement(
  identity: CallerIdentity,
  rejected: AccessKeyCredentials,
  signal: AbortSignal | undefined,
): Promise<AccessKeyCredentials | undefined> {
  if (identity === "anonymous" || !("invalidate" in identity)) return undefined;
  identity.invalidate(rejected.identity);
  const fresh = await currentCredentials(identity, signal);
  return fresh?.identity.fingerprint === rejected.identity.fingerprint ? undefined : fresh;
}
