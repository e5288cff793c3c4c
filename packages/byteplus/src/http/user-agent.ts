import type { Host } from "@credport/core";
import { packageVersion } from "../version.js";

/** The user agent of every request: package, runtime, system, then the execution environment and the caller's own addition. */
export function userAgent(host: Host, extra?: string): string {
  const environment = host.env("BYTEPLUS_EXECUTION_ENV");
  const parts = [`credport-byteplus/${packageVersion} (${host.runtime}; ${host.platform}; ${host.arch})`];
  if (environment !== undefined) parts.push(`exec-env/${environment}`);
  if (extra !== undefined && extra !== "") parts.push(extra.startsWith("/") ? extra : `/${extra}`);
  return parts.join(" ").replace(/[^\x20-\x7e]/g, "");
}
