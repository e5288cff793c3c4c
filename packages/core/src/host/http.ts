/** One HTTP request to a credentials or API endpoint, with its limits. */
export interface HttpRequest {
  readonly method: string;
  /** Absolute `http:` or `https:` URL. */
  readonly url: string | URL;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | undefined;
  /** Limit for connecting, TLS included, in ms. Default 5 000. */
  readonly connectTimeout?: number | undefined;
  /** Limit from the sent request to the last byte of the answer, in ms. Default 10 000. The hard cap is both together. */
  readonly readTimeout?: number | undefined;
  /** Answers with a larger body are refused. Bytes, default 1 MiB. */
  readonly maxBodyBytes?: number | undefined;
  /**
   * `environment` (the default): `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, for public hosts only. `none`: never. Anything
   * else: the URL of the proxy to use.
   */
  readonly proxy?: string | undefined;
  /**
   * Plain http is for loopback, link-local, private and shared (100.64.0.0/10) addresses, checked on the resolved address.
   * `true` allows it anywhere; otherwise such a request fails with `CONFIG_INVALID` naming `allowInsecureHttp`.
   */
  readonly allowInsecureHttp?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An HTTP answer, read whole. */
export interface HttpResponse {
  readonly status: number;
  /** Names in lower case; repeated headers joined with a comma and a blank. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The body as UTF-8 text. */
  text(): string;
  /** When the request was sent and the answer's headers arrived, by the host's clock, in ms. For clock rebasing. */
  readonly sentAt: number;
  readonly receivedAt: number;
}
