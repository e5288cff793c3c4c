import { ByteQueue } from "./byte-queue.js";
import { damaged, type Codec } from "./codec.js";
import { loadPeer, peerFunction, type PeerFunction } from "./parse-peer.js";
import { crc32c } from "../tunnel/crc32c.js";

/** `sNaPpY` as the format's stream identifier chunk. */
const identifier: Uint8Array = Uint8Array.of(0xff, 6, 0, 0, 0x73, 0x4e, 0x61, 0x50, 0x70, 0x59);
/** The format's largest chunk, unpacked. */
const chunkSize = 65_536;

/** The snappy framing format around the blocks of the package `snappyjs`. */
export async function loadSnappy(): Promise<Codec> {
  const peer = await loadPeer("snappyjs", "snappy compression");
  const compressBlock = peerFunction(peer, "compress", "snappyjs");
  const uncompressBlock = peerFunction(peer, "uncompress", "snappyjs");
  return {
    compress: (source) => compress(source, compressBlock),
    decompress: (source) => decompress(source, uncompressBlock),
  };
}

async function* compress(
  source: AsyncIterable<Uint8Array>,
  compressBlock: PeerFunction,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield identifier;
  for await (const piece of source) {
    for (let start = 0; start < piece.length; start += chunkSize) {
      const plain = piece.slice(start, start + chunkSize);
      const packed = bytesOf(compressBlock(plain));
      yield chunk(0, plain, packed);
    }
  }
}

function chunk(type: number, plain: Uint8Array, data: Uint8Array): Uint8Array {
  const result = Buffer.alloc(8 + data.length);
  result.writeUInt32LE(type | ((data.length + 4) << 8), 0);
  result.writeUInt32LE(maskedChecksum(plain), 4);
  result.set(data, 8);
  return result;
}

async function* decompress(
  source: AsyncIterable<Uint8Array>,
  uncompressBlock: PeerFunction,
): AsyncGenerator<Uint8Array, void, undefined> {
  const queue = new ByteQueue(source);
  try {
    for (;;) {
      const header = await queue.exactlyOrEnd(4);
      if (header === undefined) return;
      const view = Buffer.from(header);
      const type = view.readUInt8(0);
      const body = Buffer.from(await queue.exactly(view.readUIntLE(1, 3)));
      // Below 0x80 a chunk must be understood; above it is padding, the identifier or skippable.
      if (type >= 0x80) continue;
      if (type > 1 || body.length < 4) throw damaged();
      const data = body.subarray(4);
      const plain = type === 1 ? data : unpack(data, uncompressBlock);
      if (maskedChecksum(plain) !== body.readUInt32LE(0)) throw damaged();
      yield plain;
    }
  } finally {
    await queue.close();
  }
}

function unpack(data: Uint8Array, uncompressBlock: PeerFunction): Uint8Array {
  try {
    return bytesOf(uncompressBlock(Uint8Array.from(data), chunkSize));
  } catch (error) {
    throw damaged(error);
  }
}

function bytesOf(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw damaged();
  return value;
}

/** The format stores checksums turned and shifted, so that one over data with checksums in it is no trivial value. */
function maskedChecksum(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
