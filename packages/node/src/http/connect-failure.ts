/** A connection attempt that took longer than its limit. */
export class ConnectTimeoutError extends Error {
  readonly code = "CONNECT_TIMEOUT";

  /** `limit` in ms. */
  constructor(limit: number) {
    super(`connecting took longer than ${String(limit)} ms`);
    this.name = "ConnectTimeoutError";
  }
}

/** A proxy that did not open the way to the target. */
export class ProxyRefusedError extends Error {
  readonly code = "PROXY_REFUSED";

  constructor(proxyHost: string, status: number) {
    super(`the proxy ${proxyHost} answered CONNECT with ${String(status)}`);
    this.name = "ProxyRefusedError";
  }
}
