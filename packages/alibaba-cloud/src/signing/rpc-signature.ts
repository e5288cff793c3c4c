import { createHmac } from "node:crypto";
import { percentEncodeTwice, sortByBytes } from "./percent-encode.js";

/** What {@link signRpc} signs. */
export interface RpcSignatureInput {
  /** The request's HTTP method, in upper case. */
  readonly method: string;
  /** Every query and form parameter, unencoded, without `Signature`. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly accessKeySecret: string;
}

/** An RPC signature (HMAC-SHA1, version 1.0) and what it was made of. */
export interface RpcSignature {
  /** Base64; still to be percent-encoded in a URL. */
  readonly signature: string;
  /** What the server must have computed too; it repeats its own in a `SignatureDoesNotMatch` answer. */
  readonly stringToSign: string;
}

/** Signs an RPC request ("alibaba-credentials" section 2.1): HMAC-SHA1 over the sorted, encoded parameters. Pure. */
export function signRpc(input: RpcSignatureInput): RpcSignature {
  const stringToSign = rpcStringToSign(input.method, input.parameters);
  const signature = createHmac("sha1", `${input.accessKeySecret}&`).update(stringToSign).digest("base64");
  return { signature, stringToSign };
}

function rpcStringToSign(method: string, parameters: Readonly<Record<string, string>>): string {
  const pairs = [];
  for (const name of sortByBytes(Object.keys(parameters))) {
    pairs.push(`${percentEncodeTwice(name)}%3D${percentEncodeTwice(parameters[name] ?? "")}`);
  }
  // The canonical query is encoded as a whole, so `=` and `&` stand here in their encoded form already.
  return `${method}&%2F&${pairs.join("%26")}`;
}
