import type { Host } from "@credport/core";
import type { TlsOptions } from "@credport/node";
import type { Dispatcher } from "undici";
import type { Retryer } from "../client/retryer.js";
import type { CredentialsProvider } from "../credentials/credentials-provider.js";
import type { LogLevel, LogPrinter } from "./log.js";

/** Where requests go. */
export interface EndpointOptions {
  /** The bucket's region id, e.g. `cn-hangzhou`. Needed for V4 signatures, unless a cloud box is known. */
  readonly region?: string | undefined;
  /** Host with optional scheme and port; its path and query are dropped. Wins over everything derived from the region. */
  readonly endpoint?: string | undefined;
  /** The endpoint is a domain bound to the bucket. Wins over path style. */
  readonly useCname?: boolean | undefined;
  /** The region's internal endpoint, for machines inside it. */
  readonly useInternalEndpoint?: boolean | undefined;
  /** The region's IPv4 and IPv6 endpoint. */
  readonly useDualStackEndpoint?: boolean | undefined;
  /** The transfer acceleration endpoint. */
  readonly useAccelerateEndpoint?: boolean | undefined;
  /** Puts the bucket into the path. Always so for an IP address. */
  readonly usePathStyle?: boolean | undefined;
  /** Plain http where the endpoint names no scheme. */
  readonly disableSsl?: boolean | undefined;
  /** The id of a cloud box, which then stands for the region when signing. */
  readonly cloudBoxId?: string | undefined;
  /** Takes the cloud box id from the endpoint. */
  readonly enableAutoDetectCloudBoxId?: boolean | undefined;
}

/** How requests travel. Ignored, all but the timeouts per request and `enabledRedirect`, when a `dispatcher` is given. */
export interface ConnectionOptions {
  /** For connecting, TLS included, in ms. Default 5 000. */
  readonly connectTimeout?: number | undefined;
  /** The longest time without a byte moving, in ms; 0: none. Default 10 000. */
  readonly readWriteTimeout?: number | undefined;
  /** How long an idle connection is kept, in ms. Default 50 000. */
  readonly idleConnectionTimeout?: number | undefined;
  /** TCP keep-alive probes begin after this long, in ms. Default 30 000. */
  readonly keepAliveTimeout?: number | undefined;
  /** How long a request with `Expect: 100-continue` waits for the go-ahead, in ms. Default 1 000. */
  readonly expectContinueTimeout?: number | undefined;
  /**
   * Connections per host; each virtual-hosted bucket is a host. Uploads of streams, files and buffers over 256 KiB have as many of
   * their own, and of 16 and more the first objects have one, unless a proxy or a `dispatcher` is set. Default 100.
   */
  readonly maxConnections?: number | undefined;
  /** Follows 3xx answers, at most ten. The signature goes to the same host only. Default false. */
  readonly enabledRedirect?: boolean | undefined;
  /** Accepts any certificate. Default false. */
  readonly insecureSkipVerify?: boolean | undefined;
  /** Certificate authorities, client certificate, lowest TLS version (default `TLSv1.2`). */
  readonly tls?: Omit<TlsOptions, "rejectUnauthorized"> | undefined;
  /** The proxy's URL; user name and password allowed. */
  readonly proxyHost?: string | undefined;
  /** Uses `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`. Default false. */
  readonly proxyFromEnvironment?: boolean | undefined;
  /** The local address to connect from. */
  readonly bindAddress?: string | undefined;
  /** An undici dispatcher to use instead of an own one. It stays the caller's to close. */
  readonly dispatcher?: Dispatcher | undefined;
  /** For all uploads of the client together, in KiB per second. */
  readonly uploadBandwidthLimit?: number | undefined;
  /** For all downloads of the client together, in KiB per second. */
  readonly downloadBandwidthLimit?: number | undefined;
}

/** Options of `OssClient`. README.md maps those of the other v2 SDKs to them. */
export interface OssClientOptions extends EndpointOptions, ConnectionOptions {
  /** Asked once per HTTP attempt. `AnonymousCredentialsProvider` sends requests unsigned. */
  readonly credentialsProvider: CredentialsProvider;
  /** Default `v4`. */
  readonly signatureVersion?: "v1" | "v4" | undefined;
  /** Names of further headers that V4 signs; `host` is possible. */
  readonly additionalHeaders?: readonly string[] | undefined;
  /** Attempts in all, the first included, when positive. Default: the retryer's, 3 for the standard one. */
  readonly retryMaxAttempts?: number | undefined;
  /** When to try again. Default: the OSS v2 SDKs' rules with full jitter. */
  readonly retryer?: Retryer | undefined;
  /** Appended to the user agent. */
  readonly userAgent?: string | undefined;
  /** Skips the CRC-64 comparison after uploads. Default false. */
  readonly disableUploadCrc64Check?: boolean | undefined;
  /** Skips the CRC-64 comparison after downloads to files. Default false. */
  readonly disableDownloadCrc64Check?: boolean | undefined;
  /** Keeps the local clock even when the service says it is wrong. Default false. */
  readonly disableClockSkewCorrection?: boolean | undefined;
  /** Sends no `Content-Type` derived from the key. Default false. */
  readonly disableContentTypeDetection?: boolean | undefined;
  /** Default: what `OSS_SDK_LOG_LEVEL` says, else `off`. */
  readonly logLevel?: LogLevel | undefined;
  /** Default: standard error. */
  readonly logPrinter?: LogPrinter | undefined;
  /** Time, randomness and environment. Default: this process. */
  readonly host?: Host | undefined;
}
