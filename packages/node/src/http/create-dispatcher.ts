import type { Dispatcher } from "undici";
import type { DispatcherOptions } from "./dispatcher-options.js";

/**
 * An undici dispatcher for a client that streams: connections are pooled, redirects never followed, certificates always checked
 * unless `tls.rejectUnauthorized` is `false`, idle connections never hold the process. Loads undici at the first call. The
 * caller ends it with `close()` or `destroy()`. Rejects with `CONFIG_INVALID` for a proxy that is no http(s) URL.
 */
export async function createDispatcher(options: DispatcherOptions = {}): Promise<Dispatcher> {
  const { buildDispatcher } = await import("./undici-dispatcher.js");
  return buildDispatcher(options, true);
}
