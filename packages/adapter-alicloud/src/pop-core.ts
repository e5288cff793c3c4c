import { exposeCredentials, type AccessKeyCredentials, type CredentialsProvider } from "@credport/core";
import {
  hasMethods,
  requireClientClass,
  requireKeys,
  requirePeer,
  requireProvider,
  retryOnRejected,
  wrongClient,
  type ClassOrNamespace,
  type UntypedClient,
} from "@credport/core/adapter";
import { isDeadSessionError } from "./dead-credentials.js";
import { popCore } from "./peers.js";
import { placeholder } from "./placeholder.js";
import { redactSignedUrls } from "./redact-signed-urls.js";

/** The credentials part of a `@alicloud/pop-core` configuration. */
export interface PopCoreConfig {
  readonly credentialsProvider: { getCredentials(): Promise<ReturnType<typeof exposeCredentials>> };
  /** The client's types want the keys; with a provider it never reads them. */
  readonly accessKeyId: "";
  readonly accessKeySecret: "";
}

/**
 * Options to spread into a client one makes oneself: `new Core({ ...popCoreConfig(provider), endpoint, apiVersion })`. Asked
 * once per request. Prefer {@link createPopCore}, which also keeps signed addresses out of errors.
 *
 * @throws CredentialsError `CONFIG_INVALID` when `provider` is no provider, or the client installed is too old.
 */
export function popCoreConfig(provider: CredentialsProvider): PopCoreConfig {
  requireProvider(provider);
  requirePeer(popCore);
  return {
    credentialsProvider: {
      getCredentials: async () => exposeCredentials(requireKeys(await provider.getCredentials())),
    },
    accessKeyId: "",
    accessKeySecret: "",
  };
}

/** All options of a pop-core client but its credentials, which come from `provider`. */
export type PopCoreOptions<Options> = Omit<
  Options,
  "accessKeyId" | "accessKeySecret" | "securityToken" | "credentialsProvider"
> & { readonly provider: CredentialsProvider };

interface PopCoreInternals {
  request(...parameters: unknown[]): Promise<unknown>;
  credentialsProvider: PopCoreConfig["credentialsProvider"];
}

/**
 * Makes a `@alicloud/pop-core` client, RPC or ROA, whose every request asks the provider and signs with one whole, current
 * credential. A request never leaves unsigned: an error of the provider rejects it. A dead-session answer invalidates the
 * credential, and the request is sent once more. Errors keep no signed address: the query is cut off their message, stack and
 * `url`.
 *
 * @throws CredentialsError `CONFIG_INVALID` when `Client` is no client class of that package, or `provider` is none.
 */
export function createPopCore<Options extends object = Record<string, unknown>, Client extends object = UntypedClient>(
  Client: ClassOrNamespace<new (options: Options) => Client>,
  options: PopCoreOptions<Options>,
): Client {
  const { provider, ...clientOptions } = options;
  requireProvider(provider);
  const Class = requireClientClass<Client>(Client, reliedOn, popCore);
  // The keys are for versions before 1.8.0, which know no provider and are refused by what they lack.
  const keys = { accessKeyId: placeholder, accessKeySecret: placeholder };
  const client = new Class({ ...clientOptions, ...popCoreConfig(provider), ...keys });
  if (!isPopCoreInternals(client)) throw wrongClient(popCore);
  const { request } = client;
  client.request = async (...parameters) => {
    const used: AccessKeyCredentials[] = [];
    try {
      return await retryOnRejected({
        provider,
        repeatable: true,
        attempt(credentials) {
          used.push(credentials);
          return request.apply(signedView(client, credentials), parameters);
        },
        isRejectedError: (error) => isDeadSessionError(error, used.at(-1)?.securityToken !== undefined),
      });
    } catch (error) {
      throw redactSignedUrls(
        error,
        used.flatMap((each) => [each.accessKeySecret, each.securityToken]),
      );
    }
  };
  return client;
}

/** The client as one request sees it, with exactly these credentials. */
function signedView(client: PopCoreInternals, credentials: AccessKeyCredentials): PopCoreInternals {
  const credentialsProvider = { getCredentials: () => Promise.resolve(exposeCredentials(credentials)) };
  return Object.create(client, { credentialsProvider: { value: credentialsProvider } });
}

const reliedOn = ["request"] as const;

function isPopCoreInternals(value: object): value is PopCoreInternals {
  return hasMethods(value, reliedOn) && "credentialsProvider" in value;
}
