const secretHeaders: ReadonlySet<string> = new Set(["authorization", "proxy-authorization", "x-oss-security-token"]);

const secretItems =
  /([?&](?:x-oss-security-token|security-token|x-oss-signature|x-oss-credential|Signature|OSSAccessKeyId)=)[^&#]*/g;

/** A URL without the values of signatures, tokens and key ids in its query. */
export function redactUrl(url: string): string {
  return url.replace(secretItems, "$1REDACTED");
}

/** Headers as text, one a line, without the values that sign a request. */
export function redactHeaders(headers: Iterable<readonly [name: string, value: string]>): string {
  return [...headers]
    .map(([name, value]) => `${name}: ${secretHeaders.has(name.toLowerCase()) ? "REDACTED" : value}`)
    .join("\n");
}
