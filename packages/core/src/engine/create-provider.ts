import type { AccessKeyCredentials, Credentials } from "../credentials/credentials.js";
import { expiryOf } from "../credentials/expiration.js";
import { configInvalid, requireMethod } from "../errors/config-invalid.js";
import { createEventHub } from "../events/event-hub.js";
import { isObjectWith } from "../is-object-with.js";
import type { CredentialsProvider, ProviderOptions } from "../sources/credentials-provider.js";
import type { CredentialsSource } from "../sources/credentials-source.js";
import { defaultRefreshPolicy } from "./default-refresh-policy.js";
import { invalidate } from "./demand.js";
import { usable, type Engine } from "./engine.js";
import { disposedError } from "./engine-errors.js";
import { supersede } from "./load.js";
import { publish } from "./publish.js";
import { getCredentials } from "./serve.js";
import { statusOf } from "./status.js";

/**
 * Makes the cached, shared, refreshing provider of a source. It holds no timer and no global state; dispose it to end the load
 * in flight. Its methods may be detached. Throws `CONFIG_INVALID` naming what is missing or wrong.
 */
export function createProvider<C extends Credentials = AccessKeyCredentials>(
  source: CredentialsSource<C>,
  options: ProviderOptions,
): CredentialsProvider<C> {
  requireMethod("source", source, "load");
  requireMethod("host", isObjectWith(options, "host") && options.host, "now");
  const engine = createEngine(source, options);
  const { host, events } = engine;
  return Object.freeze({
    name: source.name,
    getCredentials: (callOptions) => getCredentials(engine, callOptions),
    peek: () => usable(engine, host.now())?.credentials,
    invalidate: (rejected) => invalidate(engine, rejected),
    status: () => statusOf(engine),
    subscribe: (listener) => events.subscribe(listener),
    async [Symbol.asyncDispose]() {
      engine.disposed = true;
      engine.held = undefined;
      await supersede(engine, disposedError(source.name));
      events.close();
    },
  } satisfies CredentialsProvider<C>);
}

function createEngine<C extends Credentials>(source: CredentialsSource<C>, options: ProviderOptions): Engine<C> {
  const { host, policy = defaultRefreshPolicy, loadTimeout = 120_000 } = options;
  if (!(loadTimeout > 0)) throw configInvalid("loadTimeout", "a positive number of milliseconds");
  const engine: Engine<C> = {
    source,
    host,
    policy,
    loadTimeout,
    events: createEventHub(source.name),
    generation: 0,
    failures: 0,
    repeats: 0,
    flights: [],
    waits: new Map(),
    loads: 0,
    attempts: [],
  };
  const { fixed } = source;
  if (fixed !== undefined && expiryOf(fixed) > host.now()) {
    publish(engine, fixed, 0);
    engine.attempts = [{ source: fixed.identity.source, outcome: "success", duration: 0 }];
  }
  return engine;
}
