import type { AccessKeyCredentials, CredentialsProvider } from "@credport/core";
import {
  hasMethods,
  peekRefusal,
  requireClientClass,
  requireProvider,
  retryOnRejected,
  wrongClient,
  type ClassOrNamespace,
  type UntypedClient,
} from "@credport/core/adapter";
import { isDeadCredentialsBody } from "./dead-credentials.js";
import { DerivedKeyCache } from "./derived-key-cache.js";
import { aws4fetch } from "./peers.js";

/** Stands where the client insists on a key at construction. No request is ever signed with it. */
const placeholder = "credport-placeholder";
/** Enough for the regions and services one process talks to, and for a rotation. */
const cachedKeys = 50;
/** What aws4fetch gives a link that names no `X-Amz-Expires`, in seconds. */
const defaultLinkLifetime = 86_400;

/** All options of `AwsClient` but its credentials, which come from `provider`. */
export type Aws4FetchOptions<Options> = Omit<Options, "accessKeyId" | "secretAccessKey" | "sessionToken" | "cache"> & {
  readonly provider: CredentialsProvider;
};

interface Aws4FetchInternals {
  sign(input: Input, init?: Init): Promise<Request>;
  fetch(input: Input, init?: Init): Promise<Response>;
}
type Input = Request | { toString(): string };
type Init = (RequestInit & { aws?: { readonly signQuery?: boolean } }) | null;

/**
 * Makes an `AwsClient` of `aws4fetch` whose every `sign`, and every attempt of every `fetch`, asks the provider and signs with one
 * whole, current credential. A link (`signQuery`) is refused when the credential cannot outlive it (`INSUFFICIENT_TTL`). A
 * dead-credential answer invalidates the credential, and the request is sent once more when its body is not a stream.
 *
 * @throws CredentialsError `CONFIG_INVALID` when `AwsClient` is not that class, or `provider` is none.
 */
export function createAws4Fetch<
  Options extends object = Record<string, unknown>,
  Client extends object = UntypedClient,
>(AwsClient: ClassOrNamespace<new (options: Options) => Client>, options: Aws4FetchOptions<Options>): Client {
  const { provider, ...clientOptions } = options;
  requireProvider(provider);
  const Class = requireClientClass<Client>(AwsClient, reliedOn, aws4fetch);
  const client = new Class({
    ...clientOptions,
    accessKeyId: placeholder,
    secretAccessKey: placeholder,
    cache: new DerivedKeyCache(cachedKeys),
  });
  if (!isAws4FetchInternals(client)) throw wrongClient(aws4fetch);
  const { sign, fetch } = client;

  const signWith = async (credentials: AccessKeyCredentials, input: Input, init?: Init): Promise<Request> => {
    const { accessKeyId, accessKeySecret, securityToken = "" } = credentials;
    // An override without a session token would keep an older one: an empty one is always passed.
    const keys = { accessKeyId, secretAccessKey: accessKeySecret, sessionToken: securityToken };
    return sign.call(client, input, { ...init, aws: { ...init?.aws, ...keys } });
  };
  client.sign = async (input, init) => signWith(await provider.getCredentials(linkTtl(input, init)), input, init);
  client.fetch = async (input, init) => {
    const { response } = await retryOnRejected({
      provider,
      repeatable: isRepeatable(input, init),
      attempt: async (_credentials, signedWith) => {
        // The client signs each of its own attempts anew.
        const reporting: Pick<Aws4FetchInternals, "sign"> = {
          async sign(...parameters) {
            const credentials = await provider.getCredentials();
            signedWith(credentials.accessKeyId);
            return signWith(credentials, ...parameters);
          },
        };
        const view: Aws4FetchInternals = Object.assign(Object.create(client), reporting);
        const answer = await fetch.call(view, input instanceof Request ? input.clone() : input, init);
        return { response: answer, rejected: isDeadCredentialsBody((await peekRefusal(answer)) ?? "") };
      },
      isRejectedValue: ({ rejected }) => rejected,
    });
    return response;
  };
  return client;
}

/** How long a signed link lives, or nothing for a signed request. */
function linkTtl(input: Input, init: Init | undefined): { minTtl: number } | undefined {
  if (init?.aws?.signQuery !== true) return undefined;
  const url = new URL(input instanceof Request ? input.url : input.toString());
  return { minTtl: Number(url.searchParams.get("X-Amz-Expires") ?? defaultLinkLifetime) * 1000 };
}

function isRepeatable(input: Input, init: Init | undefined): boolean {
  const body = init?.body ?? (input instanceof Request ? input.body : undefined);
  return !(typeof body === "object" && body !== null && Symbol.asyncIterator in body);
}

const reliedOn = ["sign", "fetch"] as const;

function isAws4FetchInternals(value: object): value is Aws4FetchInternals {
  return hasMethods(value, reliedOn);
}
