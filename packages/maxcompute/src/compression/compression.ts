import type { Codec } from "./codec.js";
import { deflateCodec } from "./deflate.js";
import { invalidArgument, MaxComputeClientError } from "../errors/client-error.js";

/** Compressions of tunnel data. `deflate` is always there; the others need the package the README names. */
export type CompressionName = "deflate" | "lz4" | "snappy" | "zstd";

const tokens: Readonly<Record<CompressionName, readonly [records: string, arrow: string]>> = {
  deflate: ["deflate", "deflate"],
  zstd: ["zstd", "zstd"],
  snappy: ["x-snappy-framed", "x-snappy-framed"],
  lz4: ["x-lz4-frame", "x-odps-lz4-frame"],
};

const loaders: Readonly<Record<CompressionName, () => Promise<Codec>>> = {
  deflate: async () => deflateCodec,
  zstd: async () => (await import("./zstd.js")).loadZstd(),
  snappy: async () => (await import("./snappy-framed.js")).loadSnappy(),
  lz4: async () => (await import("./lz4-frame.js")).loadLz4(),
};

/** What HTTP headers call a compression. */
export function compressionToken(name: CompressionName, arrow: boolean): string {
  return tokens[name][arrow ? 1 : 0];
}

/** The compression of an answer; `undefined` for none. Throws `INVALID_RESPONSE` for an unknown one. */
export function compressionOf(contentEncoding: string | undefined): CompressionName | undefined {
  const token = contentEncoding?.trim().toLowerCase() ?? "";
  if (token === "" || token === "identity") return undefined;
  for (const name of ["deflate", "zstd", "snappy", "lz4"] as const) if (tokens[name].includes(token)) return name;
  throw new MaxComputeClientError({
    code: "INVALID_RESPONSE",
    message: "the tunnel answered in a compression this client does not know",
  });
}

/** Gets a compression ready. Rejects with `MISSING_DEPENDENCY` naming the package it needs, and with `INVALID_ARGUMENT` for an unknown name. */
export function loadCodec(name: CompressionName): Promise<Codec> {
  if (!Object.hasOwn(loaders, name)) throw invalidArgument("compression must be deflate, zstd, snappy or lz4");
  return loaders[name]();
}
