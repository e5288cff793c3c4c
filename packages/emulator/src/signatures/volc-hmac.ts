import { createHash, createHmac } from "node:crypto";
import type { QueryItem } from "../http/query.js";
import { compareBytes } from "./compare.js";
import { percentEncode, percentEncodePath } from "./percent-encode.js";

/** The `HMAC-SHA256` signature of BytePlus and Volcengine, checked from what arrived. */
export const VOLC_ALGORITHM = "HMAC-SHA256";

/** What an `Authorization` header, or a signed query, claims. */
export interface VolcClaim {
  readonly accessKeyId: string;
  /** Day, region, service, `request`. */
  readonly scope: readonly [day: string, region: string, service: string, terminator: string];
  /** Names of the signed headers, in lower case. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** Reads `HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...`; `undefined` for anything else. */
export function parseVolcAuthorization(header: string): VolcClaim | undefined {
  const form = /^HMAC-SHA256 Credential=([^,\s]+), ?SignedHeaders=([^,\s]*), ?Signature=([0-9a-f]{64})$/;
  const [, credential = "", names = "", signature = ""] = form.exec(header) ?? [];
  return volcClaim(credential, names, signature);
}

/** Puts a claim together from its three parts; `undefined` for a credential that is none. */
export function volcClaim(credential: string, names: string, signature: string): VolcClaim | undefined {
  const [accessKeyId = "", day = "", region = "", service = "", terminator = "", ...rest] = credential.split("/");
  if (terminator !== "request" || rest.length > 0 || [accessKeyId, day, region, service].includes("")) return undefined;
  return {
    accessKeyId,
    scope: [day, region, service, terminator],
    signedHeaders: names === "" ? [] : names.toLowerCase().split(";"),
    signature,
  };
}

/** The pieces of a canonical request. */
export interface VolcCanonicalParts {
  readonly method: string;
  /** The decoded path. */
  readonly path: string;
  readonly items: readonly QueryItem[];
  /** The signed headers with their values, in order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly payloadHash: string;
}

/** The canonical request. Without any header its block is a lone line feed. */
export function volcCanonicalRequest({ method, path, items, headers, payloadHash }: VolcCanonicalParts): string {
  const query = [...items]
    .sort(([left], [right]) => compareBytes(left, right))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`);
  const block = headers.map(([name, value]) => `${name}:${value.trim()}\n`).join("");
  const names = headers.map(([name]) => name).join(";");
  return [
    method,
    percentEncodePath(path) || "/",
    query.join("&"),
    block === "" ? "\n" : block,
    names,
    payloadHash,
  ].join("\n");
}

/** The signature a secret makes of a canonical request. */
export function volcSignature(
  secret: string,
  date: string,
  scope: VolcClaim["scope"],
  canonicalRequest: string,
): string {
  const hash = createHash("sha256").update(canonicalRequest).digest("hex");
  const stringToSign = [VOLC_ALGORITHM, date, scope.join("/"), hash].join("\n");
  let key: Buffer = Buffer.from(secret);
  for (const part of scope) key = createHmac("sha256", key).update(part).digest();
  return createHmac("sha256", key).update(stringToSign).digest("hex");
}

/** Lower-case hex SHA-256. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}
