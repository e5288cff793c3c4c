import { badRequest } from "../failures.js";
import { Crc32c } from "./crc32c.js";

const CHUNK = 65_536;

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

/** Puts the tunnel's chunks and checksums around Arrow data. */
export async function* frameArrow(data: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  yield uint32(CHUNK);
  const all = new Crc32c();
  let rest = Buffer.alloc(0);
  for await (const piece of data) {
    all.bytes(piece);
    rest = Buffer.concat([rest, piece]);
    while (rest.length >= CHUNK) {
      const chunk = rest.subarray(0, CHUNK);
      const crc = new Crc32c();
      crc.bytes(chunk);
      yield Buffer.concat([chunk, uint32(crc.value)]);
      rest = rest.subarray(CHUNK);
    }
  }
  yield Buffer.concat([rest, uint32(all.value)]);
}

/** Takes them off again. Throws the failure of a block whose checksums are wrong. */
export function unframeArrow(bytes: Buffer): Buffer {
  const size = bytes.length < 8 ? 0 : bytes.readUInt32BE(0);
  if (size === 0) throw badRequest("MalformedDataStream", "The Arrow stream has no chunk size.");
  const chunks: Buffer[] = [];
  const all = new Crc32c();
  for (let at = 4; ;) {
    const isLast = bytes.length - at < size + 4;
    const end = isLast ? bytes.length - 4 : at + size;
    if (end < at) throw badRequest("IncompleteBody", "The Arrow stream ends early.");
    const chunk = bytes.subarray(at, end);
    all.bytes(chunk);
    const own = new Crc32c();
    own.bytes(chunk);
    if (bytes.readUInt32BE(end) !== (isLast ? all.value : own.value)) {
      throw badRequest("CorruptedDataStream", "A checksum of the Arrow stream does not match.");
    }
    chunks.push(chunk);
    if (isLast) return Buffer.concat(chunks);
    at = end + 4;
  }
}
