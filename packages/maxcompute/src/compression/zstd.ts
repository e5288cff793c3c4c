import type { Duplex } from "node:stream";
import * as zlib from "node:zlib";
import { damaged, truncated, type Codec } from "./codec.js";
import { loadPeer } from "./parse-peer.js";
import { throughZlib } from "./through-zlib.js";
import { MaxComputeClientError } from "../errors/client-error.js";

/** Zstandard by the runtime where it has it (Node 22.15 and later), else reading by the package `fzstd`. */
export async function loadZstd(): Promise<Codec> {
  const compressor = fromRuntime("createZstdCompress");
  const decompressor = fromRuntime("createZstdDecompress");
  if (compressor !== undefined && decompressor !== undefined) {
    return {
      compress: (source) => throughZlib(source, compressor()),
      decompress: (source) => throughZlib(source, decompressor()),
    };
  }
  const peer = await loadPeer("fzstd", "zstd compression on this version of Node");
  const { Decompress } = peer;
  if (!isDecompressor(Decompress))
    throw new MaxComputeClientError({ code: "MISSING_DEPENDENCY", message: "the installed fzstd has no Decompress" });
  return {
    compress: () => {
      throw new MaxComputeClientError({
        code: "MISSING_DEPENDENCY",
        message: "writing zstd needs Node 22.15 or later; use deflate, snappy or lz4 here",
      });
    },
    decompress: (source) => decompress(source, Decompress),
  };
}

interface Decompressor {
  push(piece: Uint8Array, last?: boolean): void;
}

type DecompressorClass = new (onData: (data: Uint8Array, last?: boolean) => void) => Decompressor;

function isDecompressor(value: unknown): value is DecompressorClass {
  return typeof value === "function";
}

function isFactory(value: unknown): value is () => Duplex {
  return typeof value === "function";
}

/** Looked up by name: the types and the older runtimes do not know these functions. */
function fromRuntime(name: string): (() => Duplex) | undefined {
  const found: unknown = Reflect.get(zlib, name);
  return isFactory(found) ? found : undefined;
}

async function* decompress(
  source: AsyncIterable<Uint8Array>,
  Decompress: DecompressorClass,
): AsyncGenerator<Uint8Array, void, undefined> {
  let ready: Uint8Array[] = [];
  const stream = new Decompress((data) => ready.push(data));
  const push = (piece: Uint8Array, last: boolean): Uint8Array[] => {
    ready = [];
    try {
      stream.push(piece, last);
    } catch (error) {
      throw last ? truncated() : damaged(error);
    }
    return ready;
  };
  for await (const piece of source) yield* push(piece, false);
  yield* push(new Uint8Array(0), true);
}
