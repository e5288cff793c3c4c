import { hmac } from "@credport/node";
import { nodeCrypto } from "./node-crypto.js";
import { percentEncode, sortByBytes, sortNames } from "./percent-encode.js";

const algorithm = "ACS3-HMAC-SHA256";

/** What {@link signAcs3} signs. */
export interface Acs3SignatureInput {
  /** The request's HTTP method, in upper case. */
  readonly method: string;
  /** The path as sent, percent-encoded; `/` in RPC style. */
  readonly path: string;
  /** The query parameters, unencoded. */
  readonly query: Readonly<Record<string, string>>;
  /** The request's headers. Every `x-acs-*`, `host` and `content-type` is signed. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** Lower-case hex SHA-256 of the exact body bytes: what `x-acs-content-sha256` says. */
  readonly bodyHash: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** An ACS3-HMAC-SHA256 signature and what it was made of. */
export interface Acs3Signature {
  /** The value of the `Authorization` header. */
  readonly authorization: string;
  /** Lower-case hex. */
  readonly signature: string;
  readonly canonicalRequest: string;
  readonly stringToSign: string;
  /** The canonical query: what must stand in the URL. */
  readonly canonicalQuery: string;
}

/** Signs a request with ACS3-HMAC-SHA256 ("alibaba-credentials" section 12.1). Pure. */
export function signAcs3(input: Acs3SignatureInput): Acs3Signature {
  const { lines, names } = canonicalHeaders(input.headers);
  const query = canonicalQuery(input.query);
  const canonicalRequest = `${input.method}\n${input.path}\n${query}\n${lines}\n${names}\n${input.bodyHash}`;
  const stringToSign = `${algorithm}\n${sha256(canonicalRequest)}`;
  const signature = hmac("sha256", input.accessKeySecret, stringToSign, "hex");
  return {
    authorization: `${algorithm} Credential=${input.accessKeyId},SignedHeaders=${names},Signature=${signature}`,
    signature,
    canonicalRequest,
    stringToSign,
    canonicalQuery: query,
  };
}

/** Lower-case hex SHA-256. */
export function sha256(content: string | Uint8Array): string {
  return nodeCrypto().hash("sha256", content, "hex");
}

function canonicalQuery(query: Readonly<Record<string, string>>): string {
  let canonical = "";
  for (const name of sortByBytes(Object.keys(query))) {
    const pair = `${percentEncode(name)}=${percentEncode(query[name] ?? "")}`;
    canonical += canonical === "" ? pair : `&${pair}`;
  }
  return canonical;
}

/** The headers that are signed, as their canonical lines and as the list of their names. */
function canonicalHeaders(headers: Acs3SignatureInput["headers"]): { readonly lines: string; readonly names: string } {
  const names: string[] = [];
  for (const name of Object.keys(headers)) {
    if (name !== name.toLowerCase()) return canonicalHeaders(inLowerCase(headers));
    if (name.startsWith("x-acs-") || name === "host" || name === "content-type") names.push(name);
  }
  let lines = "";
  for (const name of sortNames(names)) lines += `${name}:${canonicalValue(headers[name] ?? "")}\n`;
  return { lines, names: names.join(";") };
}

/** The same headers under lower-case names; one that was written in several ways has all their values. */
function inLowerCase(headers: Acs3SignatureInput["headers"]): Acs3SignatureInput["headers"] {
  const values = new Map<string, string | readonly string[]>();
  for (const [written, value] of Object.entries(headers)) {
    const name = written.toLowerCase();
    const other = values.get(name);
    values.set(name, other === undefined ? value : [other, value].flat());
  }
  return Object.fromEntries(values);
}

/** A value without blanks around it; repeated ones sorted and joined. */
function canonicalValue(value: string | readonly string[]): string {
  return typeof value === "string" ? value.trim() : sortByBytes(value.map((one) => one.trim())).join(",");
}
