import type { CredentialsProvider, CredentialsSource, Host, RefreshPolicy } from "@credport/core";
import type { TlsOptions } from "@credport/node";
import type { Dispatcher } from "undici";
import type { CallInfo } from "../client/call.js";
import type { Parameters } from "../client/flatten.js";
import type { Interceptor, RequestDraft, WireAnswer } from "../client/hooks.js";
import type { EndpointResolver, IpVersion } from "../endpoints/endpoint-resolver.js";
import type { BytePlusError } from "../errors/byteplus-error.js";
import type { LogTarget } from "../logging/log-target.js";
import type { VendorPreset } from "../presets/preset.js";
import type { Retryer } from "../retry/retryer.js";
import type { StaticKeysOptions } from "../sources/static-keys.js";

/** Who signs. A source gets a provider of the session's own; `anonymous` signs nothing. */
export type CredentialsOption = CredentialsProvider | CredentialsSource | StaticKeysOptions | "anonymous";

/** Credentials and region decided for one call. */
export interface DynamicIdentity {
  /** Default: the client's. */
  readonly credentials?: CredentialsProvider | StaticKeysOptions | undefined;
  /** Empty: `MissingRegion`. */
  readonly region: string;
}

/** Where requests go. */
export interface EndpointOptions {
  /** Default: `BYTEPLUS_REGION`, then the shared file's where `BYTEPLUS_SDK_LOAD_CONFIG` enables it. */
  readonly region?: string | undefined;
  /** Host or URL, with or without a path; wins over all resolution. */
  readonly endpoint?: string | undefined;
  /** Default: {@link createDefaultResolver} with the preset. */
  readonly endpointResolver?: EndpointResolver | undefined;
  /** Regions whose hosts are derived by rule, beside the built-in ones and those of the environment's file. */
  readonly bootstrapRegions?: Iterable<string> | undefined;
  /** A file of such regions, one a line; it must be readable. */
  readonly bootstrapRegionFile?: string | undefined;
  /** Default: whether `BYTEPLUS_ENABLE_DUALSTACK` is `true`. */
  readonly useDualStack?: boolean | undefined;
  /** Wins over `useDualStack`. */
  readonly ipVersion?: IpVersion | undefined;
  /** For a resolver of your own. */
  readonly site?: string | undefined;
  /** For a resolver of your own. */
  readonly runningEnvironment?: string | undefined;
  /** Plain http, for endpoints that bring no scheme of their own. Default `false`. */
  readonly disableSsl?: boolean | undefined;
}

/** How connections are made and kept. Times in ms. */
export interface ConnectionOptions {
  /** Proxy for http targets. Default: `HTTP_PROXY`, `http_proxy`, unless `NO_PROXY` excludes the host. */
  readonly httpProxy?: string | undefined;
  /** Proxy for https targets. Default: `HTTPS_PROXY`, `https_proxy`, unless `NO_PROXY` excludes the host. */
  readonly httpsProxy?: string | undefined;
  /** From the sent request to the last byte of its answer. Default 60 000. */
  readonly timeout?: number | undefined;
  /** Default 30 000. */
  readonly connectTimeout?: number | undefined;
  /** Counts together with `connectTimeout`. Default 10 000. */
  readonly tlsHandshakeTimeout?: number | undefined;
  /** Idle connections kept over all hosts. Default 100. */
  readonly maxIdleConnections?: number | undefined;
  /** Idle connections kept per host; more may be open while they are used. Default 2. */
  readonly maxIdleConnectionsPerHost?: number | undefined;
  /** How long an idle connection is kept. Default 90 000. */
  readonly idleTimeout?: number | undefined;
  readonly tls?: Pick<TlsOptions, "ca" | "maxVersion" | "minVersion" | "rejectUnauthorized"> | undefined;
  /** Path of a PEM file of certificate authorities. Default: `BYTEPLUS_CA_BUNDLE`. */
  readonly caBundle?: string | undefined;
  /** Sends everything instead; proxies, TLS and idle connections are then its business, and closing it yours. */
  readonly dispatcher?: Dispatcher | undefined;
  /** Larger answers are refused. Bytes, default 32 MiB. */
  readonly maxResponseBytes?: number | undefined;
}

/** When calls are repeated. */
export interface CallRetryOptions {
  /** Default (and -1) 3, so 4 requests; 0 for none. */
  readonly maxRetries?: number | undefined;
  /** Decides and delays instead of the built-in one; `maxRetries` then only replaces its count. */
  readonly retryer?: Retryer | undefined;
  /** Waits between attempts instead of the host's clock. Must reject when the signal aborts. */
  readonly sleep?: ((milliseconds: number, signal: AbortSignal | undefined) => Promise<void>) | undefined;
  /** Further error codes that are retried. */
  readonly retryErrorCodes?: readonly string[] | undefined;
  /** Further error codes that count as throttling. */
  readonly throttleErrorCodes?: readonly string[] | undefined;
}

/** What is written where. Secrets never are. */
export interface LoggingOptions {
  /** All levels of {@link LogLevel}, or those of `logLevel`. Default `false`. */
  readonly debug?: boolean | undefined;
  /** A sum of {@link LogLevel} values. */
  readonly logLevel?: number | undefined;
  /** A logger or a writable stream. Default: standard error. */
  readonly logger?: LogTarget | undefined;
  /** Names of further fields, or parts of names, whose values are masked, in any case. */
  readonly logSensitives?: readonly string[] | undefined;
  /** An account name for the head of each line. */
  readonly logAccount?: ((call: CallInfo) => string | undefined) | undefined;
}

/** Hooks into calls. */
export interface HookOptions {
  readonly interceptors?: readonly Interceptor[] | undefined;
  /** Changes a request before it is signed. */
  readonly extendRequest?: ((draft: RequestDraft, call: CallInfo) => void | Promise<void>) | undefined;
  /** Further parameters: in the form body of a call that has one, else in the query. */
  readonly extraParameters?: ((call: CallInfo) => Parameters | undefined) | undefined;
  /** Further fields of a JSON body. */
  readonly extraJsonBody?: ((call: CallInfo) => Parameters | undefined) | undefined;
  /** Reads an error answer instead; `undefined` leaves it to the built-in reading. */
  readonly decodeError?: ((answer: WireAnswer) => BytePlusError | undefined) | undefined;
  /** Reads the `result` of a successful answer instead. */
  readonly decodeResult?: ((answer: WireAnswer) => unknown) | undefined;
  /** Default `JSON.parse`, which rounds integers above 2^53. */
  readonly parseJson?: ((text: string) => unknown) | undefined;
}

/** Options of a session and of a client. */
export interface BytePlusOptions
  extends EndpointOptions, ConnectionOptions, CallRetryOptions, LoggingOptions, HookOptions {
  /** Default: {@link sessionSource}. */
  readonly credentials?: CredentialsOption | undefined;
  /** A profile of the shared file or the CLI config, when `credentials` is not given; its absence is an error. */
  readonly profile?: string | undefined;
  /** Decides credentials and region for each call; what it throws fails the call. */
  readonly dynamicCredentials?:
    ((call: Omit<CallInfo, "region">) => DynamicIdentity | Promise<DynamicIdentity>) | undefined;
  /** When credentials of a source are refreshed. Default: core's. */
  readonly refreshPolicy?: RefreshPolicy | undefined;
  /** Which vendor's hosts and variables hold. Default {@link byteplusPreset}. */
  readonly preset?: VendorPreset | undefined;
  /** Error messages are the code alone. Default `false`. */
  readonly simpleError?: boolean | undefined;
  /** Appended to the user agent, with a `/` before it if it has none. */
  readonly extraUserAgent?: string | undefined;
  /** Default: a real host of the session's own. */
  readonly host?: Host | undefined;
}
