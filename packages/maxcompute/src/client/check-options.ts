import type { OdpsOptions } from "./odps-options.js";
import { invalidArgument } from "../errors/client-error.js";

const durations = ["connectTimeout", "requestTimeout", "idleTimeout", "maximumRetryDelay"] as const;

/** Throws `INVALID_ARGUMENT` for times, limits, a signature or a proxy that cannot be right. */
export function checkOptions(options: OdpsOptions): void {
  for (const name of durations) requireDuration(name, options[name]);
  const { maximumBodyBytes = 1, proxy, signature = "auto" } = options;
  if (!Number.isInteger(maximumBodyBytes) || maximumBodyBytes < 1)
    throw invalidArgument("maximumBodyBytes must be an integer from 1");
  if (!["auto", "v2", "v4"].includes(signature)) throw invalidArgument("signature must be auto, v2 or v4");
  if (proxy && !(URL.canParse(proxy) && /^https?:$/.test(new URL(proxy).protocol)))
    throw invalidArgument("proxy must be an http: or https: URL");
}

/** Throws `INVALID_ARGUMENT` unless a time, where it is given, is a number of ms from `least` on. */
export function requireDuration(name: string, value: number | undefined, least = 0): void {
  if (value === undefined || (Number.isFinite(value) && value >= least)) return;
  throw invalidArgument(`${name} must be a number of ms from ${least}`);
}
