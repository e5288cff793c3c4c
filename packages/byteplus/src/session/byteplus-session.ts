import type { CredentialsProvider } from "@credport/core";
import { BytePlusClient } from "../client/byteplus-client.js";
import type { BytePlusOptions } from "../config/options.js";
import { checkOptions, mergeOptions } from "../config/settings.js";
import { ClientResources } from "./client-resources.js";

/** Options that decide who a session is; a client that changes one of them gets credentials and connections of its own. */
const ofIdentity: readonly (keyof BytePlusOptions)[] = ["credentials", "profile", "refreshPolicy", "preset", "host"];

/** Options that decide how a session connects; a client that changes one of them gets connections of its own. */
const ofConnections: readonly (keyof BytePlusOptions)[] = [
  "dispatcher",
  "httpProxy",
  "httpsProxy",
  "tls",
  "caBundle",
  "connectTimeout",
  "tlsHandshakeTimeout",
  "idleTimeout",
  "maxIdleConnections",
  "maxIdleConnectionsPerHost",
];

/** Settings, credentials and connections for several clients. */
export class BytePlusSession implements AsyncDisposable {
  readonly #options: BytePlusOptions;
  readonly #resources: ClientResources;
  readonly #others: ClientResources[] = [];

  /** Throws `BytePlusConfigError` for options that cannot be right. */
  constructor(options: BytePlusOptions = {}) {
    this.#options = options;
    this.#resources = new ClientResources(options);
  }

  /** The provider its clients sign with; `undefined` for an anonymous session. */
  get credentials(): CredentialsProvider | undefined {
    const { identity } = this.#resources;
    return identity === "anonymous" ? undefined : identity;
  }

  /**
   * A client with the session's options, those given here winning. It lives as long as the session. Throws `BytePlusConfigError`
   * for options that cannot be right.
   */
  client(overrides: BytePlusOptions = {}): BytePlusClient {
    const options = mergeOptions(this.#options, overrides);
    checkOptions(options);
    const changes = (names: typeof ofIdentity): boolean => names.some((name) => overrides[name] !== undefined);
    const changesIdentity = changes(ofIdentity);
    if (!changesIdentity && !changes(ofConnections)) return new BytePlusClient(options, this.#resources);
    const { identity: credentials, host } = this.#resources;
    const resources = new ClientResources(changesIdentity ? options : { ...options, credentials, host });
    this.#others.push(resources);
    return new BytePlusClient(options, resources);
  }

  /** Ends connections and background work of all its clients. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#resources, ...this.#others].map((resources) => resources[Symbol.asyncDispose]()));
  }
}
