import { isCredentialsError, type AccessKeyCredentials, type CredentialsProvider } from "@credport/core";
import { BytePlusCredentialsError } from "../errors/byteplus-credentials-error.js";
import { BytePlusError } from "../errors/byteplus-error.js";
import { cancelled } from "../errors/cancelled.js";

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
  if (isCredentialsError(error)) {
    return error.code === "ABORTED" ? cancelled(error.cause) : new BytePlusCredentialsError(error);
  }
  return new BytePlusError({ code: "UnknownError", message: "Getting credentials failed.", cause: error });
}

/** Tells the provider that the server called its credentials dead, so that no call signs with them again. */
export function discard(identity: CallerIdentity, rejected: AccessKeyCredentials): void {
  if (identity !== "anonymous" && "invalidate" in identity) identity.invalidate(rejected.identity);
}

/** What replaces discarded credentials. `undefined`: there are no others, so that another attempt would end the same. */
export async function replacement(
  identity: CallerIdentity,
  rejected: AccessKeyCredentials,
  signal: AbortSignal | undefined,
): Promise<AccessKeyCredentials | undefined> {
  const fresh = await currentCredentials(identity, signal);
  return fresh?.identity.fingerprint === rejected.identity.fingerprint ? undefined : fresh;
}
