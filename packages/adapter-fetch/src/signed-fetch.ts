import {
  CredentialsError,
  type AccessKeyCredentials,
  type Credentials,
  type CredentialsProvider,
  type RequestSigner,
} from "@credport/core";
import { hasMethods, peekRefusal, requireProvider, retryOnRejected } from "@credport/core/adapter";
import { ambientFetch, ambientNow } from "./ambient.js";
import { readRequest } from "./read-request.js";

/** The standard `fetch`. */
export type Fetch = typeof globalThis.fetch;

/** Options of {@link createSignedFetch}. */
export interface SignedFetchOptions<C extends Credentials = AccessKeyCredentials> {
  readonly provider: CredentialsProvider<C>;
  /** How the service wants its requests signed: each vendor package exports one. */
  readonly signer: RequestSigner<C>;
  /** Sends the signed request. Default: the global `fetch`. */
  readonly fetch?: Fetch | undefined;
  /** The clock to sign with, in ms since the epoch. Default: the system's. */
  readonly now?: (() => number) | undefined;
}

/**
 * Makes a `fetch` that asks the provider at each request and signs with its current credential.
 *
 * Strings, buffers, `URLSearchParams`, `Blob`, `FormData` and the body of a `Request` are read into bytes once, signed exactly
 * and sent again once, newly signed, after the vendor's dead-credential answer. A stream is sent once, unsigned where the
 * signer can, and never again. Redirects are not followed: a signature is for one address. The caller always gets an unread
 * response; provider and signer errors reject unwrapped.
 *
 * @throws CredentialsError `CONFIG_INVALID` for a `provider`, `signer` or `fetch` that is none.
 */
export function createSignedFetch<C extends Credentials = AccessKeyCredentials>(options: SignedFetchOptions<C>): Fetch {
  const { provider, signer, fetch = ambientFetch, now = ambientNow } = options;
  requireProvider(provider);
  if (!hasMethods(signer, ["sign", "isRejected"])) {
    throw invalid("signer", "a RequestSigner: import one from the vendor's package, such as ossRequestSigner");
  }
  if (typeof fetch !== "function") throw invalid("fetch", "a function like the global fetch");

  return async (input, init) => {
    const request = await readRequest(input, init);
    let answer: Response | undefined;
    const { response } = await retryOnRejected({
      provider,
      options: { signal: request.signal },
      repeatable: request.body !== "unsigned",
      attempt: async (credentials) => {
        await answer?.body?.cancel();
        const signed = signer.sign(request, credentials, new Date(now()));
        answer = await fetch(signed.url, {
          ...request.extras,
          signal: request.signal,
          method: request.method,
          headers: signed.headers,
          redirect: "manual",
          ...(request.content === undefined ? {} : { body: request.content }),
          ...(request.body === "unsigned" ? { duplex: "half" as const } : {}),
        });
        return { response: answer, rejected: await isRejected(answer, signer) };
      },
      isRejectedValue: ({ rejected }) => rejected,
    });
    return response;
  };
}

/** Whether a response is the vendor's dead-credential answer. Leaves the caller's body unread. */
async function isRejected<C extends Credentials>(response: Response, signer: RequestSigner<C>): Promise<boolean> {
  const body = await peekRefusal(response);
  return body !== undefined && signer.isRejected(response.status, Object.fromEntries(response.headers), body);
}

function invalid(option: string, wanted: string): CredentialsError {
  return new CredentialsError({ code: "CONFIG_INVALID", message: `"${option}" must be ${wanted}.` });
}
