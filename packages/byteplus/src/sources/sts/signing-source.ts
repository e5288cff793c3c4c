import {
  CredentialsError,
  isCredentialsError,
  isUnavailable,
  refuseExpired,
  type AccessKeyCredentials,
  type CredentialsProvider,
  type CredentialsSource,
  type LoadContext,
  type Unavailable,
} from "@credport/core";

/** Who signs the request for a role: a provider, a source, or a key pair with or without its token. */
export type SigningIdentity = CredentialsProvider | CredentialsSource;

/**
 * The credentials to sign with now. A source is loaded each time with the same context; a provider is asked, so that nothing is
 * cached twice. Throws when there are none, or only expired ones.
 */
export async function signingCredentials(
  identity: SigningIdentity,
  context: LoadContext,
): Promise<AccessKeyCredentials> {
  const result: AccessKeyCredentials | Unavailable | undefined =
    "getCredentials" in identity
      ? await identity.getCredentials({ signal: context.signal })
      : await identity.load(context);
  if (isUnavailable(result)) {
    if (isCredentialsError(result.cause)) throw result.cause;
    throw new CredentialsError({ code: "UNAVAILABLE", message: `Nothing to sign with: ${result.reason}` });
  }
  if (!result?.accessKeyId || !result.accessKeySecret) {
    const message = "Nothing to sign with: an answer without an access key id and secret.";
    throw new CredentialsError({ code: "INVALID_CREDENTIAL", message });
  }
  refuseExpired(result, context.host.now());
  return result;
}
