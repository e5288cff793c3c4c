import type { LookupFunction } from "node:net";
import { CredentialsError, type Host } from "@credport/core";
import type { Dispatcher } from "undici";
import { sleep } from "./clock/sleep.js";
import { createTurnClock } from "./clock/turn-clock.js";
import type { TlsOptions } from "./http/dispatcher-options.js";
import type { HttpClient } from "./http/http-client.js";

/** Options of {@link createNodeHost}. */
export interface NodeHostOptions {
  /** The environment. Default: `process.env`, read at each call. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /**
   * Sends all requests instead of the host's own connections, and then proxies and TLS are its business. The host does not close
   * it. Plain http reaches it with the checked address as the origin.
   */
  readonly dispatcher?: Dispatcher | undefined;
  /** Resolves names, as `net.connect` takes it. Default: `dns.lookup`. */
  readonly lookup?: LookupFunction | undefined;
  /** TLS settings of every https request. Certificates are always checked. */
  readonly tls?: Omit<TlsOptions, "rejectUnauthorized"> | undefined;
}

/** The real {@link Host}. Disposing it ends its connections; requests under way fail with `DISPOSED`. */
export interface NodeHost extends Host, AsyncDisposable {}

// Asked for rather than imported: the module that an import wraps around each of them costs a third of a millisecond.
const { AsyncResource } = process.getBuiltinModule("node:async_hooks");
const { hasSubscribers, tracingChannel } = process.getBuiltinModule("node:diagnostics_channel");

/** The context in which this module was first imported: no later caller's. */
const outermost = new AsyncResource("credport");

/** What makes up a tracing channel: each is a channel of its own. */
const tracingEvents = ["start", "end", "asyncStart", "asyncEnd", "error"];

/**
 * The real host: this process's environment, files, processes, clock and network. Cheap to make and to keep: it opens nothing
 * until it is used and never holds the process open. Files, processes and HTTP are loaded at their first use.
 */
export function createNodeHost(options: NodeHostOptions = {}): NodeHost {
  const { env: environment = process.env, dispatcher, lookup, tls } = options;
  const env = (name: string): string | undefined => environment[name] || undefined;
  let disposed = false;
  let client: Promise<HttpClient> | undefined;
  const loadClient = async (): Promise<HttpClient> => {
    const { createHttpClient } = await import("./http/http-client.js");
    return createHttpClient({ env, dispatcher, lookup, tls });
  };
  return {
    now: createTurnClock(),
    sleep,
    random: Math.random,
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    env,
    homedir: () => env(process.platform === "win32" ? "USERPROFILE" : "HOME") ?? systemHome(),
    platform: process.platform,
    arch: process.arch,
    runtime: `Node.js/${process.versions.node}`,
    async realpath(path) {
      const files = await import("./files/read-file.js");
      return files.realpath(path);
    },
    async readFile(path, readOptions) {
      const files = await import("./files/read-file.js");
      return files.readFile(path, readOptions);
    },
    async writeFileAtomic(path, content, writeOptions) {
      const files = await import("./files/write-file-atomic.js");
      await files.writeFileAtomic(path, content, writeOptions);
    },
    async lockFile(path, lockOptions) {
      const files = await import("./files/lock-file.js");
      return files.lockFile(path, lockOptions);
    },
    async execFile(file, args, execOptions) {
      const processes = await import("./process/exec-file.js");
      return processes.execFile(file, args, environment, execOptions);
    },
    async request(request) {
      if (!disposed) client ??= loadClient();
      const loaded = await client;
      if (disposed || loaded === undefined) throw disposedError();
      return loaded.request(request);
    },
    detach: (run) => outermost.runInAsyncScope(run),
    // Making the channel costs more than a load from memory, so only a name that somebody listens to has one.
    tracingChannel: (name) =>
      tracingEvents.some((event) => hasSubscribers(`tracing:${name}:${event}`)) ? tracingChannel(name) : undefined,
    async [Symbol.asyncDispose]() {
      disposed = true;
      const loaded = await client;
      await loaded?.destroy();
    },
  };
}

function disposedError(): CredentialsError {
  return new CredentialsError({ code: "DISPOSED", message: "the host was disposed" });
}

/** The system's own idea of the home directory; it throws for a user without one. */
function systemHome(): string | undefined {
  try {
    return process.getBuiltinModule("node:os").homedir() || undefined;
  } catch {
    return undefined;
  }
}
