/** What a configuration file, a DSN or the environment says. Absent texts are empty, absent maps are empty objects. */
export interface OdpsConfig {
  readonly accessId: string;
  readonly accessKey: string;
  readonly stsToken: string;
  readonly endpoint: string;
  readonly project: string;
  /** In ms. */
  readonly tcpConnectionTimeoutMs: number;
  /** Total time of one HTTP exchange in ms; 0 = no limit. */
  readonly httpTimeoutMs: number;
  readonly tunnelEndpoint: string;
  readonly tunnelQuotaName: string;
  /** Settings for every SQL statement. */
  readonly hints: Readonly<Record<string, string>>;
  /** Known keys that this package does not act on, such as `enableLogview`. */
  readonly others: Readonly<Record<string, string>>;
  /** `sts` when there is a token. */
  readonly accountType: "aliyun" | "sts";
}

/** The Go SDK's timeouts have 32 bits, in seconds. */
const longestTimeout = 2 ** 31 - 1;

/** A timeout in whole seconds as ms; anything else, negative numbers too, leaves the default. */
export function timeoutMs(text: string | undefined, fallback: number): number {
  return text !== undefined && /^\d+$/.test(text) && Number(text) <= longestTimeout ? Number(text) * 1000 : fallback;
}
