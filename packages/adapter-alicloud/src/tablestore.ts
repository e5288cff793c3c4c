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
import { tablestore } from "./peers.js";

/** All options of the Tablestore client but its credentials, which come from `provider`. */
export type TablestoreOptions<Options> = Omit<
  Options,
  "accessKeyId" | "accessKeySecret" | "secretAccessKey" | "securityToken" | "stsToken"
> & { readonly provider: CredentialsProvider };

type Done = (error?: unknown) => void;
interface TablestoreRequest {
  config: object;
  onAsync(event: "afterBuild" | "afterRetry", listener: (...parameters: readonly unknown[]) => void): TablestoreRequest;
}
interface TablestoreInternals {
  setupRequestListeners(request: TablestoreRequest): void;
}

/**
 * Makes a `tablestore` client whose every attempt, retries included, asks the provider and signs with one whole, current
 * credential. The client holds none. Promise and callback forms both work, and both get the provider's errors.
 *
 * @throws CredentialsError `CONFIG_INVALID` when `Client` is not that package's class, or `provider` is none.
 */
export function createTablestoreClient<
  Options extends object = Record<string, unknown>,
  Client extends object = UntypedClient,
>(Client: ClassOrNamespace<new (options: Options) => Client>, options: TablestoreOptions<Options>): Client {
  const { provider, ...clientOptions } = options;
  requireProvider(provider);
  const Class = requireClientClass<Client>(Client, reliedOn, tablestore);
  const client = new Class(clientOptions);
  if (!isTablestoreInternals(client)) throw wrongClient(tablestore);
  const { setupRequestListeners } = client;
  client.setupRequestListeners = (request) => {
    setupRequestListeners.call(client, request);
    signWith(provider, request);
  };
  return client;
}

/** The signer asks the request's configuration synchronously, so each attempt fetches the credential just before it. */
function signWith(provider: CredentialsProvider, request: TablestoreRequest): void {
  let current: AccessKeyCredentials | undefined;
  const fetch = (...parameters: readonly unknown[]): void => {
    const done = parameters.at(-1);
    if (!isDone(done)) return;
    void provider
      .getCredentials()
      .then(requireKeys)
      .then((credentials) => {
        current = credentials;
        done();
      }, done);
  };
  request.onAsync("afterBuild", fetch).onAsync("afterRetry", fetch);
  request.config = Object.create(request.config, {
    getCredentials: {
      value: () => ({
        accessKeyId: current?.accessKeyId,
        secretAccessKey: current?.accessKeySecret,
        securityToken: current?.securityToken,
      }),
    },
  });
}

function isDone(value: unknown): value is Done {
  return typeof value === "function";
}

const reliedOn = ["makeRequest", "setupRequestListeners"] as const;

function isTablestoreInternals(value: object): value is TablestoreInternals {
  return hasMethods(value, reliedOn);
}
