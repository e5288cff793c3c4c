import { exposeCredentials, type CredentialsProvider } from "@credport/core";
import {
  requireClientClass,
  requireProvider,
  wrongClient,
  type ClassOrNamespace,
  type UntypedClient,
} from "@credport/core/adapter";
import { log } from "./peers.js";

/** All options of the Log Service client but its credentials, which come from `provider`. */
export type LogClientOptions<Options> = Omit<
  Options,
  "accessKeyId" | "accessKeySecret" | "securityToken" | "credentialsProvider"
> & { readonly provider: CredentialsProvider };

/**
 * Makes a `@alicloud/log` client whose every request asks the provider and signs with one whole, current credential. Where the
 * endpoint names no scheme, https is the default here; the client's own is http.
 *
 * @throws CredentialsError `CONFIG_INVALID` when `Client` is not that package's class, or `provider` is none.
 */
export function createLogClient<
  Options extends object = Record<string, unknown>,
  Client extends object = UntypedClient,
>(Client: ClassOrNamespace<new (options: Options) => Client>, options: LogClientOptions<Options>): Client {
  const { provider, ...clientOptions } = options;
  requireProvider(provider);
  const Class = requireClientClass<Client>(Client, ["getProject", "postLogStoreLogs"], log);
  const client = new Class({
    ...clientOptions,
    use_https: Reflect.get(clientOptions, "use_https") ?? true,
    credentialsProvider: {
      // The client takes native async functions only: it looks at the name of the function's constructor.
      async getCredentials() {
        return exposeCredentials(await provider.getCredentials());
      },
    },
  });
  // Versions before 1.2.6 know http only, and versions before 1.2.5 no provider.
  if (!("use_https" in client)) throw wrongClient(log);
  return client;
}
