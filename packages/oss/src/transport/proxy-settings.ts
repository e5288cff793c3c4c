import type { Host } from "@credport/core";
import { environmentProxy } from "@credport/node/http";
import type { ConnectionOptions } from "../config/client-options.js";

/** Chooses the proxy of a request by its target. */
export type ProxyChoice = (target: URL) => URL | undefined;

/** The proxy that the options ask for; a fixed one wins over the environment. `undefined`: none at all. */
export function proxyChoice(options: ConnectionOptions, host: Pick<Host, "env">): ProxyChoice | undefined {
  if (options.proxyHost !== undefined) {
    const fixed = new URL(options.proxyHost);
    return () => fixed;
  }
  return options.proxyFromEnvironment === true
    ? (target) => environmentProxy(target, (name) => host.env(name))
    : undefined;
}
