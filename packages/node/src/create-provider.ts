import {
  createProvider as createCoreProvider,
  type AccessKeyCredentials,
  type Credentials,
  type CredentialsProvider,
  type CredentialsSource,
  type Host,
  type ProviderOptions,
} from "@credport/core";
import { createNodeHost } from "./create-node-host.js";

/** Options of {@link createProvider}: core's, the host being optional. */
export interface NodeProviderOptions extends Omit<ProviderOptions, "host"> {
  /** Default: a real host of the provider's own, disposed with it. A host that is passed in is left open. */
  readonly host?: Host | undefined;
}

/**
 * Core's `createProvider` with the real host filled in. Pass one host to several providers to share its connections. Throws
 * `CONFIG_INVALID` naming what is missing or wrong.
 */
export function createProvider<C extends Credentials = AccessKeyCredentials>(
  source: CredentialsSource<C>,
  options: NodeProviderOptions = {},
): CredentialsProvider<C> {
  if (options.host !== undefined) return createCoreProvider(source, { ...options, host: options.host });
  const host = createNodeHost();
  const provider = createCoreProvider(source, { ...options, host });
  return Object.freeze({
    ...provider,
    async [Symbol.asyncDispose]() {
      await provider[Symbol.asyncDispose]();
      await host[Symbol.asyncDispose]();
    },
  });
}
