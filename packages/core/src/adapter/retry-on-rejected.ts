import type { Credentials } from "../credentials/credentials.js";
import type { CredentialsProvider, GetCredentialsOptions } from "../sources/credentials-provider.js";
import { requireKeys } from "./require-keys.js";

/** What {@link retryOnRejected} needs to know about one request of a client. */
export interface RetryOnRejectedOptions<C extends Credentials, T> {
  readonly provider: CredentialsProvider<C>;
  /**
   * Sends the request once, signed with exactly these credentials. A client that asks the provider by itself names, with
   * `signedWith`, the key id it took instead.
   */
  readonly attempt: (credentials: C, signedWith: (accessKeyId: string) => void) => Promise<T>;
  /** Whether an error is the vendor's answer to a dead credential. */
  readonly isRejectedError?: ((error: unknown) => boolean) | undefined;
  /** Whether a resolved value is one, for clients that resolve on a refusal. */
  readonly isRejectedValue?: ((value: T) => boolean) | undefined;
  /** The body can be sent again. When `false` the credential is still invalidated, for the next request's sake. */
  readonly repeatable: boolean;
  readonly options?: GetCredentialsOptions | undefined;
}

/**
 * Sends a request with the provider's current credentials. On the vendor's dead-credential answer it invalidates those the
 * request was signed with, by their key id, and, if the body allows and the provider then has others, sends once more. Nothing
 * else is retried. Rejects with the provider's `CredentialsError`, with one for half an access key (`INVALID_CREDENTIAL`), or with
 * whatever the last attempt threw.
 */
export async function retryOnRejected<C extends Credentials, T>(request: RetryOnRejectedOptions<C, T>): Promise<T> {
  const { provider, attempt, isRejectedError, isRejectedValue } = request;
  const credentials = requireKeys(await provider.getCredentials(request.options));
  let keyId = keyIdOf(credentials);
  const signedWith = (accessKeyId: string): void => void (keyId = accessKeyId);
  const replacement = async (): Promise<C | undefined> => {
    const rejected = keyId === undefined ? credentials.identity : { accessKeyId: keyId };
    if (provider.invalidate(rejected) === "rate-limited" || !request.repeatable) return undefined;
    const next = requireKeys(await provider.getCredentials(request.options));
    const isSame =
      keyId === keyIdOf(credentials)
        ? next.identity.fingerprint === credentials.identity.fingerprint
        : keyId === keyIdOf(next);
    return isSame ? undefined : next;
  };
  let value: T;
  try {
    value = await attempt(credentials, signedWith);
  } catch (error) {
    if (!isRejectedError?.(error)) throw error;
    const next = await replacement();
    if (next === undefined) throw error;
    return attempt(next, signedWith);
  }
  if (!isRejectedValue?.(value)) return value;
  const next = await replacement();
  return next === undefined ? value : attempt(next, signedWith);
}

function keyIdOf(credentials: Credentials): string | undefined {
  return credentials.type === "bearer" ? undefined : credentials.accessKeyId;
}
