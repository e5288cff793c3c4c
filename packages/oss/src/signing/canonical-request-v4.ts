import type { HeaderList } from "./header-list.js";
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

/** A request as the V4 signature sees it, already encoded. */
export interface CanonicalTarget {
  readonly method: string;
  /** {@link signedResource}, percent-encoded. */
  readonly path: string;
  /** By `encodeQuery`; empty for none. */
  readonly query: string;
}

/** Whether V4 signs a header (lower-case name) without being told to. */
function isSignedByDefault(name: string): boolean {
  return name.startsWith("x-oss-") || name === "content-type" || name === "content-md5";
}

const none: readonly string[] = [];

/** The additional headers that count in this request: lower-case, without repeats, absent, empty and always-signed ones, sorted. */
export function effectiveAdditionalHeaders(
  names: readonly string[] | undefined,
  headers: HeaderList,
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

/** The canonical request of the V4 signature (OSS v2 specification, 2.2). */
export function canonicalRequestV4(
  { method, path, query }: CanonicalTarget,
  headers: HeaderList,
  additionalHeaders: readonly string[],
): string {
  const payload = headers.get("x-oss-content-sha256") ?? unsignedPayload;
  const block = headersBlock(headers.fields, additionalHeaders);
  return `${method}\n${path}\n${query}\n${block}\n${additionalHeaders.join(";")}\n${payload}`;
}

/** The signed headers, sorted by name, each on a line. */
function headersBlock(fields: readonly string[], additionalHeaders: readonly string[]): string {
  const indexes: number[] = [];
  for (let index = 0; index < fields.length; index += 2) {
    const name = fields[index] ?? "";
    if (isSignedByDefault(name) || additionalHeaders.includes(name)) insertSorted(indexes, fields, index);
  }
  let block = "";
  for (const index of indexes) block += `${fields[index] ?? ""}:${fields[index + 1] ?? ""}\n`;
  return block;
}

/** For a handful of names, several times faster than sorting them. */
function insertSorted(indexes: number[], fields: readonly string[], inserted: number): void {
  const name = fields[inserted] ?? "";
  let place = indexes.length;
  for (; place > 0; place--) {
    const before = indexes[place - 1] ?? 0;
    if ((fields[before] ?? "") < name) break;
    indexes[place] = before;
  }
  indexes[place] = inserted;
}
