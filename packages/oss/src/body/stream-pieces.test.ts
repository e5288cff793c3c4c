import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { StreamPieces } from "./stream-pieces.js";

const size = 64 * 1024;

/** A source of that many pieces, all of them ready at once. */
function source(pieces: readonly Buffer[]): { stream: Readable; made: () => number } {
  let made = 0;
  const stream = new Readable({
    highWaterMark: 4 * size,
    read() {
      this.push(pieces[made++] ?? null);
    },
  });
  return { stream, made: () => made };
}

async function all(stream: Readable): Promise<unknown[]> {
  const pieces: unknown[] = [];
  for await (const piece of { [Symbol.asyncIterator]: () => new StreamPieces(stream) }) pieces.push(piece);
  return pieces;
}

describe("the pieces of a stream", () => {
  it("are the source's own, neither joined nor copied", async () => {
    const pieces = Array.from({ length: 20 }, (_, index) => Buffer.alloc(size, index));
    const got = await all(source(pieces).stream);
    expect(got).toHaveLength(20);
    expect(got.every((piece, index) => piece === pieces[index])).toBe(true);
  });

  it("are asked of the source only as far as the reader keeps up", async () => {
    const { stream, made } = source(Array.from({ length: 100 }, () => Buffer.alloc(size)));
    const pieces = new StreamPieces(stream);
    await pieces.next();
    for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
    // 256 KiB wait here, as much in the stream itself.
    expect(made()).toBeLessThan(12);
    for (let read = 1; read < 100; read++) expect((await pieces.next()).done).toBe(false);
    expect(await pieces.next()).toEqual({ done: true, value: undefined });
  });

  it("end with the source's own error, or that of a stream cut short", async () => {
    const failure = new Error("the disk is gone");
    const failing = new Readable({
      read() {
        this.destroy(failure);
      },
    });
    await expect(all(failing)).rejects.toBe(failure);
    const cut = new Readable({ read() {} });
    const read = all(cut);
    cut.destroy();
    await expect(read).rejects.toMatchObject({ code: "ERR_STREAM_PREMATURE_CLOSE" });
    await expect(all(cut)).rejects.toMatchObject({ code: "ERR_STREAM_PREMATURE_CLOSE" });
  });

  it("are none of an empty stream, and an abandoned one is destroyed", async () => {
    expect(await all(source([]).stream)).toEqual([]);
    const { stream } = source([Buffer.alloc(1), Buffer.alloc(1)]);
    for await (const piece of { [Symbol.asyncIterator]: () => new StreamPieces(stream) }) {
      expect(piece).toHaveLength(1);
      break;
    }
    expect(stream.destroyed).toBe(true);
  });
});
