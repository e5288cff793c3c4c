import { MaxComputeClientError } from "../errors/client-error.js";

class MoreBytesNeeded extends Error {}

/** Thrown when a value goes on beyond the bytes at hand; the decoder starts the record again when there are more. */
export const moreBytesNeeded: Error = new MoreBytesNeeded();

/** Zeros kept behind the last byte, so that a varint cut short ends there and one look afterwards is enough. */
const slack = 32;

/** Reads the numbers of a record stream out of the pieces in which it arrives. */
export class ByteReader {
  /** Where the next value starts. */
  position = 0;
  /** Where the bytes at hand end. */
  end = 0;
  bytes: Buffer = Buffer.alloc(slack);
  view: DataView = viewOf(this.bytes);
  /** The last varint's 64 bits in two words. */
  low = 0;
  high = 0;
  readonly #limit: number;

  /** `limit` is the largest field, in bytes, and the largest element count. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Puts a piece behind the bytes not read yet. */
  append(piece: Uint8Array): void {
    const held = this.end - this.position;
    const size = held + piece.length;
    const source = this.bytes;
    if (source.length < size + slack) {
      this.bytes = Buffer.alloc(Math.max(size, held * 2) + slack);
      this.view = viewOf(this.bytes);
    }
    source.copy(this.bytes, 0, this.position, this.end);
    this.bytes.set(piece, held);
    this.bytes.fill(0, size, size + slack);
    this.position = 0;
    this.end = size;
  }

  /** A varint into the two words. */
  readVarint(): void {
    const bytes = this.bytes;
    let position = this.position;
    let byte = bytes[position++] ?? 0;
    let low = byte & 127;
    let high = 0;
    if (byte >= 128) {
      let shift = 7;
      do {
        if (shift > 63) {
          this.position = position;
          throw this.malformed("a varint of more than 10 bytes");
        }
        byte = bytes[position++] ?? 0;
        const bits = byte & 127;
        if (shift < 28) low |= bits << shift;
        else if (shift === 28) {
          low |= bits << 28;
          high = bits >>> 4;
        } else high |= bits << (shift - 32);
        shift += 7;
      } while (byte >= 128);
    }
    this.position = position;
    this.low = low;
    this.high = high;
  }

  /** The two words, zigzag-decoded, as a number. */
  zigzagNumber(): number {
    const sign = -(this.low & 1);
    const low = ((this.low >>> 1) | (this.high << 31)) ^ sign;
    return ((this.high >>> 1) ^ sign) * 4_294_967_296 + (low >>> 0);
  }

  /** An element count: no stream holds more elements than bytes, whatever it says. */
  readCountOf(): number {
    this.readVarint();
    const count = (this.high >>> 0) * 4_294_967_296 + (this.low >>> 0);
    if (count > this.#limit) throw this.malformed("too many elements");
    return count;
  }

  /** The length of a field, all of whose bytes are here. */
  readLength(): number {
    const first = this.bytes[this.position] ?? 0;
    let length = first;
    if (first < 128) this.position++;
    else length = this.readCountOf();
    if (this.position + length > this.end) throw moreBytesNeeded;
    return length;
  }

  /** Field number * 8 + wire type. */
  readTag(): number {
    const first = this.bytes[this.position] ?? 0;
    if (first < 128 && first >= 8) {
      this.position++;
      return first;
    }
    this.readVarint();
    if (this.high !== 0 || this.low < 8) throw this.malformed("a field number out of range");
    return this.low;
  }

  /** A checksum. */
  readUint32(): number {
    this.readVarint();
    if (this.high !== 0) throw this.malformed("a checksum of more than 32 bits");
    this.requireBytes();
    return this.low >>> 0;
  }

  /** A count of rows. */
  readRowCount(): number {
    this.readVarint();
    this.requireBytes();
    return this.zigzagNumber();
  }

  /** Throws {@link moreBytesNeeded} when what was just read went beyond the bytes at hand. */
  requireBytes(): void {
    if (this.position > this.end) throw moreBytesNeeded;
  }

  /** The error for a broken stream; what looks wrong beyond the last byte is not wrong yet. */
  malformed(what: string): Error {
    if (this.position > this.end) return moreBytesNeeded;
    return new MaxComputeClientError({ code: "STREAM_MALFORMED", message: `the record stream is malformed: ${what}` });
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
