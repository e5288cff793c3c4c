/**
 * Percent encoding as all vendors' signatures use it: UTF-8 bytes, `A-Z a-z 0-9 - . _ ~` kept, everything else as `%XX`
 * with upper-case digits.
 */
export function percentEncode(text: string): string {
  if (/^[\w.~-]*$/.test(text)) return text;
  return encodeURIComponent(text).replace(/[!'()*]/g, escapeByte);
}

/** The same, with slashes kept. For paths. */
export function percentEncodePath(path: string): string {
  if (/^[\w.~/-]*$/.test(path)) return path;
  return percentEncode(path).replaceAll("%2F", "/");
}

function escapeByte(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
