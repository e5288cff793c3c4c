const near = [
  /^localhost$/,
  /\.localhost$/,
  /^127\./,
  /^10\./,
  /^192\.168\./,
  /^169\.254\./,
  /^172\.(1[6-9]|2\d|3[01])\./,
  /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
  /^\[::1\]$/,
  /^\[f[cd]/,
  /^\[fe80:/,
];

/** The rule of `HttpRequest.allowInsecureHttp`, as far as a URL's spelling tells: names of a scripted host resolve to nothing. */
export function isPlainHttpAllowed(url: URL): boolean {
  return url.protocol === "https:" || near.some((pattern) => pattern.test(url.hostname));
}
