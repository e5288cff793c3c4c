import { createHmac } from "node:crypto";
import type { QueryItem } from "../http/query.js";
import { compareItems } from "./compare.js";
import { percentEncode } from "./percent-encode.js";

/** The string an RPC signature (HMAC-SHA1, version 1.0) is made of, from query and form items without `Signature`. */
export function rpcStringToSign(method: string, items: readonly QueryItem[]): string {
  const canonical = items
    .filter(([name]) => name !== "Signature")
    .sort(compareItems)
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join("&");
  return `${method}&%2F&${percentEncode(canonical)}`;
}

/** The signature of such a string, base64. */
export function rpcSignature(secret: string, stringToSign: string): string {
  return createHmac("sha1", `${secret}&`).update(stringToSign).digest("base64");
}
