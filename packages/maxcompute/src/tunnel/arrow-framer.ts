import { crcBytes, crcStart, crcValue } from "./crc32c.js";
import { invalidArgument } from "../errors/client-error.js";

/** What writers use. Bytes. */
export const arrowChunkSize = 65_536;
/** The largest chunk a reader takes. Bytes. */
export const largestArrowChunk = 268_435_456;

/** Puts Arrow bytes into the tunnel's checked chunks, piece by piece. */
export class ArrowFramer {
  readonly #chunkSize: number;
  #held: Uint8Array = new Uint8Array(0);
  #total = crcStart;
  #begun = false;

  /** Throws `INVALID_ARGUMENT` for a chunk size outside 1..2^28. */
  constructor(chunkSize: number = arrowChunkSize) {
    if (!Number.isInteger(chunkSize) || chunkSize < 1 || chunkSize > largestArrowChunk)
      throw invalidArgument("the chunk size must be from 1 to 2^28");
    this.#chunkSize = chunkSize;
  }

  /** The chunks that these bytes complete. */
  *push(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
    yield* this.#begin();
    let held = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    for (; held.length >= this.#chunkSize; held = held.subarray(this.#chunkSize)) {
      const chunk = held.subarray(0, this.#chunkSize);
      this.#total = crcBytes(this.#total, chunk, 0, chunk.length);
      yield chunk;
      yield bigEndian(crcValue(crcBytes(crcStart, chunk, 0, chunk.length)));
    }
    this.#held = held;
  }

  /** The last, shorter chunk, whose checksum is that of all bytes. */
  *end(): Generator<Uint8Array, void, undefined> {
    yield* this.#begin();
    if (this.#held.length > 0) yield this.#held;
    yield bigEndian(crcValue(crcBytes(this.#total, this.#held, 0, this.#held.length)));
  }

  *#begin(): Generator<Uint8Array, void, undefined> {
    if (!this.#begun) yield bigEndian(this.#chunkSize);
    this.#begun = true;
  }
}

/** Puts Arrow bytes into the tunnel's checked chunks. Throws `INVALID_ARGUMENT` for a chunk size outside 1..2^28. */
export function frameArrow(bytes: Uint8Array, chunkSize: number = arrowChunkSize): Uint8Array {
  const framer = new ArrowFramer(chunkSize);
  return new Uint8Array(Buffer.concat([...framer.push(bytes), ...framer.end()]));
}

function bigEndian(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
