import type { AccessKeyCredentials, CredentialsProvider } from "@credport/core";
import {
  hasMethods,
  requireClientClass,
  requirePermanentKey,
  requireProvider,
  retryOnRejected,
  wrongClient,
  type ClassOrNamespace,
  type UntypedClient,
} from "@credport/core/adapter";
import { isDeadCredentialsError, property } from "./dead-credentials.js";
import { tosSdk } from "./peers.js";
import { placeholder } from "./placeholder.js";

const noSessionLinks =
  "A synchronous signer cannot wait for a session credential: use getPreSignedUrlAsync(), or load a permanent key first.";

/** All options of `TosClient` but its credentials, which come from `provider`. */
export type TosClientOptions<Options> = Omit<NonNullable<Options>, "accessKeyId" | "accessKeySecret" | "stsToken"> & {
  readonly provider: CredentialsProvider;
};

interface TosInternals {
  readonly opts: { accessKeyId: string; accessKeySecret: string; stsToken?: string | undefined };
  fetch(
    ...parameters: [method: string, path: string, query: object, headers: object, body?: unknown, options?: object]
  ): Promise<unknown>;
  getPreSignedUrl(input: string | { readonly expires?: number }): string;
  preSignedPolicyURL(...parameters: unknown[]): unknown;
  calculatePostSignature(input: string | { readonly expiresIn?: number }): Promise<unknown>;
}

/** What {@link createTosClient} adds to the client. */
export interface TosPresigner {
  /** `getPreSignedUrl` that first makes sure the credential outlives the link: `INSUFFICIENT_TTL` otherwise. */
  getPreSignedUrlAsync(input: PresignInput): Promise<string>;
}

/** The input of `getPreSignedUrl`: a key, or an object as `@volcengine/tos-sdk` documents it. */
export type PresignInput =
  | string
  | { readonly key: string; readonly bucket?: string; readonly method?: "GET" | "PUT"; readonly expires?: number };

/**
 * Makes a `TosClient` of `@volcengine/tos-sdk` whose every HTTP request, parts of multipart uploads included, asks the provider
 * and signs with one whole, current credential. The client signs before its first await, so it holds keys only while it does and
 * placeholders otherwise. Its own retries resend the same signature. A dead-credential answer invalidates the credential, and
 * the request is sent once more, unless its body is a stream that the caller made.
 *
 * `getPreSignedUrlAsync` is added. The synchronous signers (`getPreSignedUrl`, `preSignedPolicyURL`) work with a permanent key
 * the provider already holds, and throw `UNAVAILABLE` otherwise.
 *
 * @throws CredentialsError `CONFIG_INVALID` when `TosClient` is not that class, or `provider` is none.
 */
export function createTosClient<
  Options extends object | undefined = Record<string, unknown>,
  Client extends object = UntypedClient,
>(
  TosClient: ClassOrNamespace<new (options: Options) => Client>,
  options: TosClientOptions<Options>,
): Client & TosPresigner {
  const { provider, ...clientOptions } = options;
  requireProvider(provider);
  const Class = requireClientClass<Client>(TosClient, ["fetch"], tosSdk);
  const client = new Class({ ...clientOptions, accessKeyId: placeholder, accessKeySecret: placeholder });
  if (!isTosInternals(client)) throw wrongClient(tosSdk);
  const { fetch, getPreSignedUrl, preSignedPolicyURL, calculatePostSignature } = client;

  client.fetch = (method, path, query, headers, body, options) => {
    const makeBodyAgain = bodyMaker(body, options);
    let isRepeated = false;
    return retryOnRejected({
      provider,
      repeatable: makeBodyAgain !== undefined,
      attempt(credentials) {
        const content = isRepeated ? makeBodyAgain?.() : body;
        isRepeated = true;
        return withKeys(client, credentials, () => fetch.call(client, method, path, query, headers, content, options));
      },
      isRejectedError: isDeadCredentialsError,
    });
  };
  client.calculatePostSignature = async (input) => {
    const lifetime = (typeof input === "string" ? undefined : input.expiresIn) ?? 3600;
    const credentials = await provider.getCredentials({ minTtl: lifetime * 1000 });
    return withKeys(client, credentials, () => calculatePostSignature.call(client, input));
  };
  client.getPreSignedUrl = (input) =>
    withKeys(client, requirePermanentKey(provider, noSessionLinks), () => getPreSignedUrl.call(client, input));
  client.preSignedPolicyURL = (...parameters) =>
    withKeys(client, requirePermanentKey(provider, noSessionLinks), () => preSignedPolicyURL.apply(client, parameters));

  return Object.assign(client, {
    async getPreSignedUrlAsync(input: PresignInput): Promise<string> {
      const lifetime = (typeof input === "string" ? undefined : input.expires) ?? 1800;
      const credentials = await provider.getCredentials({ minTtl: lifetime * 1000 });
      return withKeys(client, credentials, () => getPreSignedUrl.call(client, input));
    },
  });
}

/**
 * How to get a request's body a second time; `undefined` where there is no way. Most bodies arrive wrapped into a stream, and with
 * them what the client itself would use to retry.
 */
function bodyMaker(body: unknown, options: object | undefined): (() => unknown) | undefined {
  if (!hasMethods(body, ["pipe"])) return () => body;
  const retryConfig = property(property(options, "axiosOpts"), "__retryConfig__");
  if (!hasMethods(retryConfig, ["makeRetryStream", "beforeRetry"])) return undefined;
  return () => {
    const again = retryConfig.makeRetryStream();
    retryConfig.beforeRetry();
    return again;
  };
}

/** This client signs synchronously: the keys need to stand on it only while `sign` is called. */
function withKeys<T>(client: TosInternals, credentials: AccessKeyCredentials, sign: () => T): T {
  setKeys(client, credentials.accessKeyId, credentials.accessKeySecret, credentials.securityToken);
  try {
    return sign();
  } finally {
    setKeys(client, placeholder, placeholder, undefined);
  }
}

function setKeys({ opts }: TosInternals, id: string, secret: string, token: string | undefined): void {
  opts.accessKeyId = id;
  opts.accessKeySecret = secret;
  opts.stsToken = token;
}

const reliedOn = ["fetch", "getPreSignedUrl", "preSignedPolicyURL", "calculatePostSignature"] as const;

function isTosInternals(value: object): value is TosInternals {
  return hasMethods(value, reliedOn) && typeof Reflect.get(value, "opts") === "object";
}
