import { hmac, HmacBuffer } from "@credport/node";
import { percentEncodeTwice, sortByBytes, sortNames, writeEncodedTwice } from "./percent-encode.js";

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
  /** What the server must have computed too; it repeats its own in a `SignatureDoesNotMatch` answer. Put together when read. */
  readonly stringToSign: string;
}

/** Texts of up to so many bytes are put together in one reused buffer. A policy may make them longer. */
const scratchBytes = 16_384;
/** Encoded twice, a character takes at most this many bytes. */
const longestEncoding = 5;
let scratch: HmacBuffer | undefined;

/** Signs an RPC request ("alibaba-credentials" section 2.1): HMAC-SHA1 over the sorted, encoded parameters. Pure. */
export function signRpc(input: RpcSignatureInput): RpcSignature {
  const key = `${input.accessKeySecret}&`;
  // By UTF-16 units; the order differs from that of bytes only for names that are not ASCII.
  const names = sortNames(Object.keys(input.parameters));
  scratch ??= new HmacBuffer("sha1", scratchBytes);
  const end = write(scratch, input, names);
  scratch.setKey(key);
  const signature =
    end < 0 ? hmac("sha1", key, rpcStringToSign(input, names), "base64") : scratch.digest(end, "base64");
  return new SignedParameters(signature, input, names);
}

/** The string is needed for a refusal only, so it is put together when it is read. */
class SignedParameters implements RpcSignature {
  readonly signature: string;
  readonly #input: RpcSignatureInput;
  readonly #names: string[];

  constructor(signature: string, input: RpcSignatureInput, names: string[]) {
    this.signature = signature;
    this.#input = input;
    this.#names = names;
  }

  get stringToSign(): string {
    return rpcStringToSign(this.#input, this.#names);
  }
}

// The canonical query is encoded as a whole, so `=` and `&` stand below in their encoded form already.

function rpcStringToSign({ method, parameters }: RpcSignatureInput, names: string[]): string {
  const pairs = sortByBytes(names).map(
    (name) => `${percentEncodeTwice(name)}%3D${percentEncodeTwice(parameters[name] ?? "")}`,
  );
  return `${method}&%2F&${pairs.join("%26")}`;
}

/** Writes the string to sign; its end, or -1 for texts that are too long or not ASCII. */
function write(buffer: HmacBuffer, { method, parameters }: RpcSignatureInput, names: readonly string[]): number {
  const { bytes } = buffer;
  let at = buffer.writeLatin1(buffer.writeLatin1(HmacBuffer.start, method), "&%2F&");
  const begin = at;
  for (const name of names) {
    const value = parameters[name] ?? "";
    if (at + (name.length + value.length + 2) * longestEncoding > bytes.length) return -1;
    if (at > begin) at = writePercent(bytes, at, 0x32, 0x36);
    at = writeEncodedTwice(bytes, at, name);
    if (at < 0) return -1;
    at = writeEncodedTwice(bytes, writePercent(bytes, at, 0x33, 0x44), value);
    if (at < 0) return -1;
  }
  return at;
}

function writePercent(bytes: Buffer, at: number, first: number, second: number): number {
  bytes[at] = 0x25;
  bytes[at + 1] = first;
  bytes[at + 2] = second;
  return at + 3;
}
