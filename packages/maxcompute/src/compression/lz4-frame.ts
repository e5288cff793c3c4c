import { ByteQueue } from "./byte-queue.js";
import { damaged, type Codec } from "./codec.js";
import { loadPeer, peerFunction, type PeerFunction } from "./parse-peer.js";

const frameMagic = 0x184d2204;
/** Blocks of one frame may refer back this far. */
const historySize = 65_536;
const blockSizes: readonly (number | undefined)[] = [
  undefined,
  undefined,
  undefined,
  undefined,
  65_536,
  262_144,
  1_048_576,
  4_194_304,
];

/** LZ4 frames around the blocks of the package `lz4js`. Writes one frame for each piece, which the format allows. */
export async function loadLz4(): Promise<Codec> {
  const peer = await loadPeer("lz4js", "lz4 compression");
  const compressFrame = peerFunction(peer, "compress", "lz4js");
  const decompressBlock = peerFunction(peer, "decompressBlock", "lz4js");
  return {
    compress: (source) => compress(source, compressFrame),
    decompress: (source) => decompress(source, decompressBlock),
  };
}

async function* compress(
  source: AsyncIterable<Uint8Array>,
  compressFrame: PeerFunction,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of source) {
    const frame = compressFrame(piece);
    if (!(frame instanceof Uint8Array)) throw damaged();
    yield frame;
  }
}

async function* decompress(
  source: AsyncIterable<Uint8Array>,
  decompressBlock: PeerFunction,
): AsyncGenerator<Uint8Array, void, undefined> {
  const queue = new ByteQueue(source);
  try {
    for (;;) {
      const magic = await queue.exactlyOrEnd(4);
      if (magic === undefined) return;
      const number = Buffer.from(magic).readUInt32LE(0);
      if (number === frameMagic) yield* readFrame(queue, decompressBlock);
      else if ((number & 0xfffffff0) >>> 0 === 0x184d2a50) await queue.exactly(await readWord(queue));
      else throw damaged();
    }
  } finally {
    await queue.close();
  }
}

async function readWord(queue: ByteQueue): Promise<number> {
  return Buffer.from(await queue.exactly(4)).readUInt32LE(0);
}

async function* readFrame(
  queue: ByteQueue,
  decompressBlock: PeerFunction,
): AsyncGenerator<Uint8Array, void, undefined> {
  const [flags = 0, sizes = 0] = await queue.exactly(2);
  const maximum = blockSizes[(sizes >>> 4) & 7];
  if (flags >>> 6 !== 1 || maximum === undefined || (flags & 1) !== 0) throw damaged();
  const linked = (flags & 0x20) === 0;
  // The content size, where given, and the header's checksum. Frames are not the guard here: the records have their own checksums.
  await queue.exactly(((flags & 8) === 0 ? 0 : 8) + 1);
  const window = new Uint8Array(historySize + maximum);
  let history = 0;
  for (;;) {
    const word = await readWord(queue);
    if (word === 0) break;
    const size = word & 0x7fffffff;
    if (size > maximum) throw damaged();
    const data = await queue.exactly(size);
    if ((flags & 0x10) !== 0) await queue.exactly(4);
    const end =
      history + (word >>> 31 === 1 ? copy(data, window, history) : unpack(data, window, history, decompressBlock));
    yield window.slice(history, end);
    history = linked ? keepHistory(window, end) : 0;
  }
  if ((flags & 4) !== 0) await queue.exactly(4);
}

function copy(data: Uint8Array, window: Uint8Array, at: number): number {
  window.set(data, at);
  return data.length;
}

function unpack(data: Uint8Array, window: Uint8Array, at: number, decompressBlock: PeerFunction): number {
  let end: unknown;
  try {
    end = decompressBlock(data, window, 0, data.length, at);
  } catch (error) {
    throw damaged(error);
  }
  if (typeof end !== "number" || end < at || end > window.length) throw damaged();
  return end - at;
}

/** Moves the last bytes to the front, where the next block looks for them. */
function keepHistory(window: Uint8Array, end: number): number {
  const start = Math.max(0, end - historySize);
  window.copyWithin(0, start, end);
  return end - start;
}
