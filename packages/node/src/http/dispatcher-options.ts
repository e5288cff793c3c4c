import type { LookupFunction } from "node:net";
import type { SecureContextOptions } from "node:tls";

/** TLS settings of outgoing connections. */
export interface TlsOptions {
  /** Certificate authorities in PEM form, instead of the built-in ones. */
  readonly ca?: SecureContextOptions["ca"];
  /** The client's certificate chain in PEM form. */
  readonly cert?: SecureContextOptions["cert"];
  /** The client's private key in PEM form. */
  readonly key?: SecureContextOptions["key"];
  /** Lowest version spoken. Default `TLSv1.2`. */
  readonly minVersion?: SecureContextOptions["minVersion"];
  /** Highest version spoken. Default: the runtime's. */
  readonly maxVersion?: SecureContextOptions["maxVersion"];
  /** `false` accepts any certificate. Default `true`, whatever `NODE_TLS_REJECT_UNAUTHORIZED` says. */
  readonly rejectUnauthorized?: boolean | undefined;
}

/** Options of {@link createDispatcher}. Times are in ms. */
export interface DispatcherOptions {
  /** Limit for connecting, the proxy's CONNECT and TLS included; precise below a second too. Default 5 000. */
  readonly connectTimeout?: number | undefined;
  /** Limit from the sent request to the answer's headers; about a second precise. 0: none. Default 10 000. */
  readonly headersTimeout?: number | undefined;
  /** Limit between two pieces of the answer's body; about a second precise. 0: none. Default 10 000. */
  readonly bodyTimeout?: number | undefined;
  /** Connections per origin. Default: no limit. */
  readonly connections?: number | undefined;
  /** Idle connections kept per origin; more may be open while they are used. Default: no limit. */
  readonly maxIdlePerOrigin?: number | undefined;
  /** Idle connections kept in all. Default: no limit. */
  readonly maxIdle?: number | undefined;
  /** How long an idle connection is kept. Default 4 000. */
  readonly keepAliveTimeout?: number | undefined;
  /** TCP keep-alive probes begin after this long without traffic. Default 30 000. */
  readonly keepAliveInitialDelay?: number | undefined;
  /** Largest block of response headers, in bytes. Default 65 536. */
  readonly maxHeaderSize?: number | undefined;
  /** The local address to connect from. */
  readonly localAddress?: string | undefined;
  /**
   * The proxy (`http:` or `https:`, user name and password allowed): CONNECT for https targets, absolute-form for http ones. A
   * function is asked for each request, with the target's URL; it may answer with {@link environmentProxy}. Default: none.
   */
  readonly proxy?: string | URL | ((target: URL) => string | URL | undefined) | undefined;
  readonly tls?: TlsOptions | undefined;
  /** Resolves names, as `net.connect` takes it. Default: `dns.lookup`. */
  readonly lookup?: LookupFunction | undefined;
}
