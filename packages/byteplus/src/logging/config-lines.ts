import type { BytePlusOptions } from "../config/options.js";

const shown = [
  "region",
  "endpoint",
  "useDualStack",
  "ipVersion",
  "disableSsl",
  "maxRetries",
  "timeout",
  "connectTimeout",
  "idleTimeout",
  "maxIdleConnections",
  "maxIdleConnectionsPerHost",
] as const;

/** The settings of a client that hold no secret, for the log. */
export function configLines(options: BytePlusOptions): string {
  const lines = shown
    .filter((name) => options[name] !== undefined)
    .map((name) => `  ${name}: ${String(options[name])}`);
  return ["config:", ...lines].join("\n");
}
