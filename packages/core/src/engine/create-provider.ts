import type { AccessKeyCredentials, Credentials } from "../credentials/credentials.js";
import { configInvalid } from "../errors/config-invalid.js";
import type { CredentialsProvider, ProviderOptions } from "../sources/credentials-provider.js";
import type { CredentialsSource } from "../sources/credentials-source.js";
import { defaultRefreshPolicy } from "./default-refresh-policy.js";
import { RefreshEngine } from "./refresh-engine.js";

/**
 * Makes the cached, shared, refreshing provider of a source. It holds no timer and no global state; dispose it to end the load
 * in flight. Its methods may be detached. Throws `CONFIG_INVALID` naming what is missing or wrong.
 */
export function createProvider<C extends Credentials = AccessKeyCredentials>(
  source: CredentialsSource<C>,
  options: ProviderOptions,
): CredentialsProvider<C> {
  const { host, policy = defaultRefreshPolicy, loadTimeout = 120_000 } = options;
  if (typeof source?.load !== "function") throw configInvalid("source", "an object with a load method");
  if (typeof host?.now !== "function") throw configInvalid("host", "a Host, as @credport/node makes one", source.name);
  if (!(loadTimeout > 0)) throw configInvalid("loadTimeout", "a number of milliseconds above 0", source.name);
  const engine = new RefreshEngine({ source, host, policy, loadTimeout });

  return Object.freeze({
    name: source.name,
    getCredentials: (options) => engine.getCredentials(options),
    peek: () => engine.peek(),
    invalidate: (rejected) => engine.invalidate(rejected),
    status: () => engine.status(),
    subscribe: (listener) => engine.events.subscribe(listener),
    [Symbol.asyncDispose]: () => engine.dispose(),
  } satisfies CredentialsProvider<C>);
}
