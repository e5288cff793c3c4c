import { type CredentialsProvider, type CredentialsSource, type Host } from "@credport/core";
import { createNodeHost, createProvider, type NodeHost } from "@credport/node";
import { createDispatcher } from "@credport/node/http";
import type { Dispatcher } from "undici";
import type { BytePlusOptions } from "../config/options.js";
import { proxyChoice, type ProxyChoice } from "../config/proxy.js";
import { checkOptions, configError } from "../config/settings.js";
import { CallLog } from "../logging/call-log.js";
import { LogLevel } from "../logging/log-level.js";
import { byteplusPreset } from "../presets/byteplus-preset.js";
import { sessionSource } from "../sources/default-chain.js";
import { staticKeys } from "../sources/static-keys.js";
import { readCaBundle } from "./ca-bundle.js";

/** What clients of one session share: host, credentials and connections. Owns what the options did not bring. */
export class ClientResources implements AsyncDisposable {
  readonly host: Host;
  readonly identity: CredentialsProvider | "anonymous";
  readonly #options: BytePlusOptions;
  readonly #proxy: ProxyChoice | undefined;
  readonly #ownHost: NodeHost | undefined;
  readonly #ownProvider: CredentialsProvider | undefined;
  #opening: Promise<Dispatcher> | undefined;
  #open: Dispatcher | undefined;
  #disposal: Promise<void> | undefined;

  /** Throws `BytePlusConfigError` for wrong options, `CredentialsError` for wrong credentials options. */
  constructor(options: BytePlusOptions) {
    checkOptions(options);
    this.#options = options;
    this.#ownHost = options.host === undefined ? createNodeHost() : undefined;
    this.host = options.host ?? this.#ownHost ?? createNodeHost();
    this.#proxy =
      options.dispatcher === undefined ? proxyChoice(options, options.preset ?? byteplusPreset, this.host) : undefined;
    const given = options.credentials;
    if (given !== undefined && given !== "anonymous" && !isObject(given)) {
      throw configError('"credentials" must be a key pair, a source, a provider or "anonymous".');
    }
    if (given === "anonymous" || (given !== undefined && "getCredentials" in given)) {
      this.identity = given;
    } else {
      const source = this.#inScope(given === undefined ? sessionSource(options) : sourceOf(given));
      this.#ownProvider = createProvider(source, { host: this.host, policy: options.refreshPolicy });
      logWarnings(this.#ownProvider, new CallLog(options));
      this.identity = this.#ownProvider;
    }
  }

  /** The connections, once they are open. */
  get openDispatcher(): Dispatcher | undefined {
    return this.#open;
  }

  /** The connections, opened at the first call. */
  async dispatcher(): Promise<Dispatcher> {
    if (this.#disposal !== undefined) throw configError("The session was disposed.", "SessionDisposed");
    const opening = (this.#opening ??= this.#connections());
    try {
      const open = await opening;
      if (this.#disposal === undefined) this.#open = open;
      return open;
    } catch (error) {
      this.#opening = undefined;
      throw error;
    }
  }

  /** Limit for connecting, TLS included, in ms: one timer stands for the two. */
  get connectTimeout(): number {
    return (this.#options.connectTimeout ?? 30_000) + (this.#options.tlsHandshakeTimeout ?? 10_000);
  }

  /** Ends what is its own, once. Calls fail from here on. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#open = undefined;
    this.#disposal ??= this.#end();
    return this.#disposal;
  }

  async #end(): Promise<void> {
    await this.#ownProvider?.[Symbol.asyncDispose]();
    const connections = await this.#opening?.catch(() => undefined);
    if (connections !== this.#options.dispatcher) await connections?.close();
    await this.#ownHost?.[Symbol.asyncDispose]();
  }

  /** A role source without a region of its own signs in the session's; it inherits nothing else. */
  #inScope(source: CredentialsSource): CredentialsSource {
    const variable = (this.#options.preset ?? byteplusPreset).envFamily.region;
    const region =
      this.#options.region?.trim() || (variable === undefined ? undefined : this.host.env(variable)?.trim());
    return region && isRegional(source) ? source.inheritRegion(region) : source;
  }

  async #connections(): Promise<Dispatcher> {
    if (this.#options.dispatcher !== undefined) return this.#options.dispatcher;
    const { idleTimeout = 90_000, maxIdleConnections = 100, maxIdleConnectionsPerHost = 2, tls } = this.#options;
    const ca = tls?.ca ?? (await readCaBundle(this.#options, this.host));
    return createDispatcher({
      connectTimeout: this.connectTimeout,
      keepAliveTimeout: idleTimeout,
      maxIdle: maxIdleConnections,
      maxIdlePerOrigin: maxIdleConnectionsPerHost,
      keepAliveInitialDelay: 30_000,
      headersTimeout: 0,
      bodyTimeout: 0,
      proxy: this.#proxy,
      tls: { ...tls, ca },
    });
  }
}

/** What a source warns of goes to the log, where there is one. */
function logWarnings(provider: CredentialsProvider, log: CallLog): void {
  if (log.isOff) return;
  provider.subscribe((event) => {
    if (event.type !== "warning") return;
    log.write(LogLevel.Config, "warn", undefined, () => `credentials of ${event.source}: ${event.message}`);
  });
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function sourceOf(
  given: Exclude<BytePlusOptions["credentials"], CredentialsProvider | "anonymous" | undefined>,
): CredentialsSource {
  return "load" in given ? given : staticKeys(given);
}

function isRegional(
  source: CredentialsSource,
): source is CredentialsSource & { inheritRegion(region: string): CredentialsSource } {
  return "inheritRegion" in source && typeof source.inheritRegion === "function";
}
