import { createHash, createHmac } from "node:crypto";
import { percentDecode, type QueryItem } from "../http/query.js";
import { compareItems } from "./compare.js";
import { percentEncode } from "./percent-encode.js";

/** The word an ACS3 `Authorization` begins with. */
export const ACS3_ALGORITHM = "ACS3-HMAC-SHA256";

/** What an ACS3 `Authorization` header says. */
export interface Acs3Authorization {
  readonly accessKeyId: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** The parts of a request that ACS3 signs. */
export interface Acs3Request {
  readonly method: string;
  readonly rawPath: string;
  readonly query: readonly QueryItem[];
  /** The value of a header by its lower-case name. */
  readonly header: (name: string) => string | undefined;
  readonly signedHeaders: readonly string[];
}

/** Reads the header; `undefined` when it has not the form `ACS3-HMAC-SHA256 Credential=,SignedHeaders=,Signature=`. */
export function parseAcs3Authorization(header: string): Acs3Authorization | undefined {
  const match = /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(header);
  if (match === null) return undefined;
  const [, accessKeyId = "", names = "", signature = ""] = match;
  return { accessKeyId, signedHeaders: names.split(";"), signature };
}

/** The canonical request. `x-acs-content-sha256` stands for the body; the caller compares it with the body's own hash. */
export function acs3CanonicalRequest(request: Acs3Request): string {
  const path = request.rawPath.split("/").map((segment) => percentEncode(percentDecode(segment)));
  const query = [...request.query]
    .sort(compareItems)
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`);
  const headers = request.signedHeaders.map((name) => `${name}:${(request.header(name) ?? "").trim()}\n`);
  return [
    request.method,
    path.join("/"),
    query.join("&"),
    headers.join(""),
    request.signedHeaders.join(";"),
    request.header("x-acs-content-sha256") ?? "",
  ].join("\n");
}

/** The string to sign of a canonical request. */
export function acs3StringToSign(canonicalRequest: string): string {
  return `${ACS3_ALGORITHM}\n${createHash("sha256").update(canonicalRequest).digest("hex")}`;
}

/** The signature of such a string, hex. */
export function acs3Signature(secret: string, stringToSign: string): string {
  return createHmac("sha256", secret).update(stringToSign).digest("hex");
}
