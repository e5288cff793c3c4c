import { encodePath, encodeQuery } from "./percent-encoding.js";
import type { SigningContext } from "./signing-context.js";

/** The algorithm's name in headers, queries and the string to sign. */
export const algorithmV4 = "OSS4-HMAC-SHA256";

/** The value that stands for a body that is not part of the signature; OSS knows no other. */
export const unsignedPayload = "UNSIGNED-PAYLOAD";

/** What the V4 signature needs beyond a {@link SigningContext}. */
export interface SigningContextV4 extends SigningContext {
  /** The region id, e.g. `cn-hangzhou`, or the id of a cloud box. */
  readonly region: string;
  /** `oss` (the default) or `oss-cloudbox`. */
  readonly product?: string | undefined;
  /** Names of further headers to sign, any case. `host` is signed when the headers hold it. */
  readonly additionalHeaders?: readonly string[] | undefined;
}

/** Whether V4 signs a header (lower-case name) without being told to. */
function isSignedByDefault(name: string): boolean {
  return name.startsWith("x-oss-") || name === "content-type" || name === "content-md5";
}

const none: readonly string[] = [];

/** The additional headers that count in this request: lower-case, without repeats, absent, empty and always-signed ones, sorted. */
export function effectiveAdditionalHeaders(
  names: readonly string[] | undefined,
  headers: ReadonlyMap<string, string>,
): readonly string[] {
  if (names === undefined || names.length === 0) return none;
  const lowerCase = new Set(names.map((name) => name.toLowerCase()));
  return [...lowerCase].filter((name) => headers.get(name) && !isSignedByDefault(name)).sort();
}

/** The resource that is signed: `/`, `/bucket/` or `/bucket/key`, never dependent on the style of the URL. Not encoded. */
export function signedResource(bucket: string | undefined, key: string | undefined): string {
  if (bucket === undefined || bucket === "") return "/";
  return `/${bucket}/${key ?? ""}`;
}

/** The canonical request of the V4 signature (OSS v2 specification, 2.2). `headers` are normalized. */
export function canonicalRequestV4(
  context: SigningContext,
  headers: ReadonlyMap<string, string>,
  query: Readonly<Record<string, string | undefined>> | undefined,
  additionalHeaders: readonly string[],
): string {
  const names: string[] = [];
  for (const name of headers.keys()) {
    if (isSignedByDefault(name) || additionalHeaders.includes(name)) insertSorted(names, name);
  }
  let block = "";
  for (const name of names) block += `${name}:${headers.get(name) ?? ""}\n`;
  const path = encodePath(signedResource(context.bucket, context.key));
  const payload = headers.get("x-oss-content-sha256") ?? unsignedPayload;
  return `${context.request.method}\n${path}\n${query === undefined ? "" : encodeQuery(query)}\n${block}\n${additionalHeaders.join(";")}\n${payload}`;
}

/** For a handful of names, several times faster than sorting them. */
function insertSorted(names: string[], name: string): void {
  let index = names.length;
  for (; index > 0; index--) {
    const before = names[index - 1] ?? "";
    if (before < name) break;
    names[index] = before;
  }
  names[index] = name;
}
