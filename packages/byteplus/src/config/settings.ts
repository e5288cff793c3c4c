import { BytePlusConfigError } from "../errors/byteplus-config-error.js";
import { retryCount } from "../retry/retry-count.js";
import { createRetryer, type Retryer } from "../retry/retryer.js";
import type { BytePlusOptions } from "./options.js";
import { isRegionName } from "./region-name.js";

/** A setting that is wrong. */
export function configError(message: string, code = "CONFIG_INVALID"): BytePlusConfigError {
  return new BytePlusConfigError({ code, message });
}

/** Options over options: what is set wins, `undefined` is not set. */
export function mergeOptions<Options extends object>(base: Options, over: Partial<Options>): Options {
  const set = Object.fromEntries(Object.entries(over).filter(([, value]) => value !== undefined));
  return { ...base, ...set };
}

const texts = ["region", "endpoint", "profile", "httpProxy", "httpsProxy", "caBundle", "extraUserAgent"] as const;

/** Checks everything about the options that can be wrong before a call. Throws `BytePlusConfigError`. */
export function checkOptions(options: BytePlusOptions): void {
  retryCount(options.maxRetries);
  const limits = {
    timeout: options.timeout,
    connectTimeout: options.connectTimeout,
    tlsHandshakeTimeout: options.tlsHandshakeTimeout,
    idleTimeout: options.idleTimeout,
    maxResponseBytes: options.maxResponseBytes,
  };
  for (const [name, value] of Object.entries(limits)) {
    if (value !== undefined && !(value > 0)) throw configError(`"${name}" must be more than 0.`);
  }
  const counts = {
    maxIdleConnections: options.maxIdleConnections,
    maxIdleConnectionsPerHost: options.maxIdleConnectionsPerHost,
  };
  for (const [name, value] of Object.entries(counts)) {
    if (value !== undefined && (!Number.isInteger(value) || value < 0))
      throw configError(`"${name}" must be 0 or more.`);
  }
  for (const name of texts) {
    const value: unknown = options[name];
    if (value !== undefined && typeof value !== "string") throw configError(`"${name}" must be a text.`);
  }
  if (options.region !== undefined && options.region.trim() !== "") checkRegion(options.region.trim());
}

/** Throws `InvalidRegion` for what cannot be a region's name. */
export function checkRegion(region: string): string {
  if (isRegionName(region)) return region;
  throw configError('"region" may hold letters, digits, "-" and "_" only.', "InvalidRegion");
}

/** The retryer of a call: the given one or the built-in, with the call's or the client's count. */
export function retryerFor(options: BytePlusOptions, maxRetries: number | undefined): Retryer {
  const base = options.retryer ?? createRetryer();
  const count = retryCount(maxRetries, retryCount(options.maxRetries, base.maxRetries));
  return {
    maxRetries: count,
    shouldRetry: (attempt) => base.shouldRetry(attempt),
    delay: (attempt) => base.delay(attempt),
  };
}
