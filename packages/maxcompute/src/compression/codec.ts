import { MaxComputeClientError } from "../errors/client-error.js";

/** One compression, both ways, piece by piece. */
export interface Codec {
  /**
   * Rejects with `CHECKSUM_MISMATCH` for a damaged stream, and with `STREAM_TRUNCATED` for one cut short where the format's reader
   * tells: Node's zstd only ends early. Records and Arrow chunks mark their own end, so that nothing is taken for whole by that.
   */
  decompress(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  compress(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
}

/** A compressed stream that ends too early. */
export function truncated(): MaxComputeClientError {
  return new MaxComputeClientError({ code: "STREAM_TRUNCATED", message: "the compressed stream ended early" });
}

/** A compressed stream that cannot be unpacked. Counts like a wrong checksum: what was sent may have been right. */
export function damaged(cause?: unknown): MaxComputeClientError {
  return new MaxComputeClientError({ code: "CHECKSUM_MISMATCH", message: "the compressed stream is damaged", cause });
}
