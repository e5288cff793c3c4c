import type { Credentials } from "../credentials/credentials.js";
import type { CredentialsProvider, GetCredentialsOptions } from "../sources/credentials-provider.js";

/** What {@link retryOnRejected} needs to know about one request of a client. */
export interface RetryOnRejectedOptions<C extends Credentials, T> {
  readonly provider: CredentialsProvider<C>;
  /** Sends the request once, signed with exactly these credentials. */
  readonly attempt: (credentials: C) => Promise<T>;
  /** Whether an error is the vendor's answer to a dead credential. */
  readonly isRejectedError?: ((error: unknown) => boolean) | undefined;
  /** Whether a resolved value is one, for clients that resolve on a refusal. */
  readonly isRejectedValue?: ((value: T) => boolean) | undefined;
  /** The body can be sent again. When `false` the credential is still invalidated, for the next request's sake. */
  readonly repeatable: boolean;
  readonly options?: GetCredentialsOptions | undefined;
}

/**
 * Sends a request with the provider's current credentials. On the vendor's dead-credential answer it invalidates exactly
 * those credentials and, if the body allows and the provider then has others, sends once more. Nothing else is retried.
 * Rejects with the provider's `CredentialsError`, or with whatever the last attempt threw.
 */
export async function retryOnRejected<C extends Credentials, T>(request: RetryOnRejectedOptions<C, T>): Promise<T> {
  const { provider, attempt, isRejectedError, isRejectedValue } = request;
  const credentials = await provider.getCredentials(request.options);
  const replacement = async (): Promise<C | undefined> => {
    if (provider.invalidate(credentials.identity) === "rate-limited" || !request.repeatable) return undefined;
    const next = await provider.getCredentials(request.options);
    return next.identity.fingerprint === credentials.identity.fingerprint ? undefined : next;
  };
  let value: T;
  try {
    value = await attempt(credentials);
  } catch (error) {
    if (!isRejectedError?.(error)) throw error;
    const next = await replacement();
    if (next === undefined) throw error;
    return attempt(next);
  }
  if (!isRejectedValue?.(value)) return value;
  const next = await replacement();
  return next === undefined ? value : attempt(next);
}
