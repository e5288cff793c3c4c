import { MaxComputeClientError } from "../errors/client-error.js";

/** One compression, both ways, piece by piece. */
export interface Codec {
  /** Rejects with `STREAM_TRUNCATED` for a stream cut short and `CHECKSUM_MISMATCH` for a damaged one. */
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
