import { largestArrowChunk } from "./arrow-framer.js";
import { crcBytes, crcStart, crcValue } from "./crc32c.js";
import { MaxComputeClientError } from "../errors/client-error.js";

/** Takes the chunks of an Arrow body apart, piece by piece; each is handed out only after its checksum matched. */
export class ArrowUnframer {
  #held: Buffer = Buffer.alloc(0);
  #chunkSize = 0;
  #total = crcStart;

  /** The data of the chunks that this piece completes. Throws `CHECKSUM_MISMATCH` or `STREAM_MALFORMED`. */
  *push(piece: Uint8Array): Generator<Uint8Array, void, undefined> {
    this.#held = this.#held.length === 0 ? bufferOf(piece) : Buffer.concat([this.#held, piece]);
    if (this.#chunkSize === 0) {
      if (this.#held.length < 4) return;
      this.#chunkSize = this.#held.readUInt32BE(0);
      if (this.#chunkSize < 1 || this.#chunkSize > largestArrowChunk) throw malformed("names an impossible chunk size");
      this.#held = this.#held.subarray(4);
    }
    while (this.#held.length >= this.#chunkSize + 4) {
      const data = this.#held.subarray(0, this.#chunkSize);
      requireChecksum(crcBytes(crcStart, data, 0, data.length), this.#held.readUInt32BE(this.#chunkSize));
      this.#total = crcBytes(this.#total, data, 0, data.length);
      this.#held = this.#held.subarray(this.#chunkSize + 4);
      yield data;
    }
  }

  /** The data of the last, shorter piece, once the body has ended. Throws `STREAM_TRUNCATED` or `CHECKSUM_MISMATCH`. */
  end(): Uint8Array {
    const length = this.#held.length - 4;
    if (this.#chunkSize === 0 || length < 0) {
      throw new MaxComputeClientError({ code: "STREAM_TRUNCATED", message: "the Arrow stream ended early" });
    }
    const data = this.#held.subarray(0, length);
    requireChecksum(crcBytes(this.#total, data, 0, length), this.#held.readUInt32BE(length));
    return data;
  }
}

/** The Arrow bytes in a whole framed body. Throws as {@link ArrowUnframer} does. */
export function unframeArrow(bytes: Uint8Array): Uint8Array {
  const unframer = new ArrowUnframer();
  const parts = [...unframer.push(bytes)];
  return new Uint8Array(Buffer.concat([...parts, unframer.end()]));
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function requireChecksum(state: number, expected: number): void {
  if (crcValue(state) === expected) return;
  throw new MaxComputeClientError({
    code: "CHECKSUM_MISMATCH",
    message: "a checksum of the Arrow stream does not match",
  });
}

function malformed(what: string): MaxComputeClientError {
  return new MaxComputeClientError({ code: "STREAM_MALFORMED", message: `the Arrow stream ${what}` });
}
