import { configInvalid, countOption, textOption } from "./check-options.js";
import { httpUrl } from "./http-url.js";

/** Limits and route of the HTTP requests a source makes. */
export interface HttpOptions {
  /** Limit from the sent request to the last byte of the answer, in ms. Default 10 000 (metadata service 1 000). */
  readonly timeout?: number | undefined;
  /** Limit for connecting, in ms. Default 5 000 (metadata service 1 000). */
  readonly connectTimeout?: number | undefined;
  /** URL of a proxy. Default: the proxy variables of the environment, for public hosts only. */
  readonly proxy?: string | undefined;
}

/** The option names of {@link HttpOptions}. */
export const httpOptionNames: Readonly<Record<keyof HttpOptions, true>> = {
  timeout: true,
  connectTimeout: true,
  proxy: true,
};

/** {@link HttpOptions}, checked: what `Host.request` takes. */
export interface HttpLimits {
  readonly readTimeout: number;
  readonly connectTimeout: number;
  readonly proxy: string | undefined;
}

/** Checks the HTTP options, filling in the defaults of the vendor's code ("alibaba-credentials" section 5). */
export function httpLimits(
  options: HttpOptions,
  defaults = { readTimeout: 10_000, connectTimeout: 5_000 },
): HttpLimits {
  return {
    readTimeout: countOption("timeout", options.timeout) ?? defaults.readTimeout,
    connectTimeout: countOption("connectTimeout", options.connectTimeout) ?? defaults.connectTimeout,
    proxy: proxyUrl(options.proxy),
  };
}

function proxyUrl(value: unknown): string | undefined {
  const proxy = textOption("proxy", value);
  if (proxy === undefined || httpUrl(proxy) !== undefined) return proxy;
  throw configInvalid("proxy", "must be an http or https URL");
}
