import type { AccessKeyCredentials, CredentialsProvider } from "@credport/core";
import {
  hasMethods,
  requireClientClass,
  requireKeys,
  requireProvider,
  wrongClient,
  type ClassOrNamespace,
  type UntypedClient,
} from "@credport/core/adapter";
import { mns } from "./peers.js";
import { placeholder } from "./placeholder.js";

/** All options of the Message Service client but its credentials, which come from `provider`. */
export type MnsClientOptions<Options> = Omit<
  Options,
  "accessKeyId" | "accessKeyID" | "accessKeySecret" | "securityToken" | "refreshSTSToken" | "refreshSTSTokenInterval"
> & { readonly provider: CredentialsProvider };

interface MnsInternals {
  request(...parameters: unknown[]): Promise<unknown>;
}

/**
 * Makes a `@alicloud/mns` client whose every request asks the provider and signs with one whole, current credential, permanent
 * keys included. The client holds placeholders. Its own refresh hook is not used: it swallows errors and goes on with a dead
 * token; here an error of the provider fails the request.
 *
 * @throws CredentialsError `CONFIG_INVALID` when `Client` is not that package's class, or `provider` is none.
 */
export function createMnsClient<
  Options extends object = Record<string, unknown>,
  Client extends object = UntypedClient,
>(
  Client: ClassOrNamespace<new (accountId: string, options: Options) => Client>,
  accountId: string,
  options: MnsClientOptions<Options>,
): Client {
  const { provider, ...clientOptions } = options;
  requireProvider(provider);
  const Class = requireClientClass<Client, [accountId: string, options: object]>(Client, reliedOn, mns);
  const client = new Class(accountId, { ...clientOptions, accessKeyId: placeholder, accessKeySecret: placeholder });
  if (!isMnsInternals(client)) throw wrongClient(mns);
  const { request } = client;
  client.request = async (...parameters) =>
    request.apply(signedView(client, requireKeys(await provider.getCredentials())), parameters);
  return client;
}

/** The client as one request sees it: everything is inherited but the credential, so requests cannot mix sessions. */
function signedView(client: MnsInternals, credentials: AccessKeyCredentials): MnsInternals {
  return Object.create(client, {
    accessKeyID: { value: credentials.accessKeyId },
    accessKeySecret: { value: credentials.accessKeySecret },
    securityToken: { value: credentials.securityToken },
  });
}

const reliedOn = ["request", "buildHeaders"] as const;

function isMnsInternals(value: object): value is MnsInternals {
  return hasMethods(value, reliedOn);
}
