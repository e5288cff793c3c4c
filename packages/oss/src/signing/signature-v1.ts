import { hmac } from "@credport/node";
import { signedResource } from "./canonical-request-v4.js";
import type { HeaderList } from "./header-list.js";
import type { SigningContext } from "./signing-context.js";
import { subResourcesV1 } from "./sub-resources-v1.js";

/** What the V1 signature needs beyond a {@link SigningContext}. */
export interface SigningContextV1 extends SigningContext {
  /** Further query names to sign, as the operation declares them, e.g. `lifecycle`. */
  readonly subResources?: readonly string[] | undefined;
}

/** The string that V1 signs (OSS v2 specification, 2.3). `date` is the HTTP-date, or the expiry in a query signature. */
export function stringToSignV1(
  context: SigningContextV1,
  headers: HeaderList,
  query: Readonly<Record<string, string | undefined>>,
  date: string,
): string {
  const { method } = context.request;
  const ossHeaders = [...headers].filter(([name]) => name.startsWith("x-oss-")).sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = ossHeaders.map(([name, value]) => `${name}:${value}\n`);
  const head = [method, headers.get("content-md5") ?? "", headers.get("content-type") ?? "", date].join("\n");
  return `${head}\n${lines.join("")}${canonicalResource(context, query)}`;
}

/** The V1 signature: HMAC-SHA1 in Base64. */
export function signatureV1(context: SigningContextV1, stringToSign: string): string {
  return hmac("sha1", context.credentials.accessKeySecret, stringToSign, "base64");
}

function canonicalResource(context: SigningContextV1, query: Readonly<Record<string, string | undefined>>): string {
  const names = Object.keys(query).filter(
    (name) => query[name] !== undefined && isSubResource(name, context.subResources),
  );
  const items = names.sort().map((name) => (query[name] ? `${name}=${query[name]}` : name));
  const resource = signedResource(context.bucket, context.key);
  return items.length === 0 ? resource : `${resource}?${items.join("&")}`;
}

function isSubResource(name: string, declared: readonly string[] | undefined): boolean {
  return subResourcesV1.has(name) || name.startsWith("x-oss-") || (declared?.includes(name) ?? false);
}
