import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { loadCodec, type CompressionName } from "../src/compression/compression.js";

const text = Array.from({ length: 8_000 }, (_, index) => `row ${index % 97} of the table\n`).join("");
const plain = Buffer.from(text);

/** The same text as the command line tools zstd 1.5.4 (-19) and lz4 1.9.4 (-9 -BD -B4: linked blocks) write it. */
const made: Readonly<Record<"lz4" | "zstd", string>> = {
  zstd: "KLUv/aTCbQIARAQAckcUE7CpAyiAKUiAobgtpZQpxfIlczHnnHPOubu7u7szMzMzM6uqqqqqIiIiIiL6////bdu27bZt25YkSZI8Z0V3aRYkAYhjEBRDGIopEBOYBUkCYagh/PrfAcCjyjUS+BUEYvj7//8bc/iNtwRCkCG65SqZFCSPYuSiEDkUIc34WnoJhk1bFU0AAAABAL9tSP6ugbmwxvY=",
  lz4: "BCJNGERAXugCAADwBHJvdyAwIG9mIHRoZSB0YWJsZQoTAB4xEwAeMhMAHjMTAB40EwAeNRMAHjYTAB43EwAeOBMAHzmrAAAPvwABD8AAAB8xwQAAHzHCAAAfMcMAAB8xxAAAHzHFAAAfMcYAAB8xxwAAHzHIAAAfMsgAAB8yiAEBD8gAAB8yyAAAHzLIAAAfMsgAAB8yyAAAHzLIAAAfMsgAAB8yyAAAHzPIAAAfM8gAAB8zUQIBD8gAAB8zyAAAHzPIAAAfM8gAAB8zyAAAHzPIAAAfM8gAAB80yAAAHzTIAAAfNMgAAB80GgMBD8gAAB80yAAAHzTIAAAfNMgAAB80yAAAHzTIAAAfNcgAAB81yAAAHzXIAAAfNcgAAB814wMBD8gAAB81yAAAHzXIAAAfNcgAAB81yAAAHzbIAAAfNsgAAB82yAAAHzbIAAAfNsgAAB82rAQBD8gAAB82yAAAHzbIAAAfNsgAAB83yAAAHzfIAAAfN8gAAB83yAAAHzfIAAAfN8gAAB83dQUBD8gAAB83yAAAHzfIAAAfOMgAAB84yAAAHzjIAAAfOMgAAB84yAAAHzjIAAAfOMgAAB84PgYBD8gAAB84yAAAHznIAAAfOcgAAB85yAAAHznIAAAfOcgAAB85yAAAHjnIAA+KB////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////1RQaGUgdGEKAQAAD4oH/////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////+hQb2YgdGh4AAAAD4oH//////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////8YUGFibGUKAAAAANQbxkI=",
};

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(Uint8Array.from(part));
  return Buffer.concat(parts);
}

/** Whether this runtime can write zstd. */
const writesZstd = Reflect.has(await import("node:zlib"), "createZstdCompress");
const writable: readonly CompressionName[] = ["deflate", "lz4", "snappy", ...(writesZstd ? (["zstd"] as const) : [])];

describe("4.8.3 compressions", () => {
  test.each(["lz4", "zstd"] as const)("%s reads what its own tool wrote, however it is cut", async (name) => {
    const codec = await loadCodec(name);
    for (const size of [7, 500, 65_536]) {
      expect(await collect(codec.decompress(pieces(Buffer.from(made[name], "base64"), size)))).toEqual(plain);
    }
  });

  it("snappy reads a stored and a packed chunk of the format's description", async () => {
    const codec = await loadCodec("snappy");
    const identifier = "ff060000734e61507059";
    const packed = await collect(codec.compress(pieces(Buffer.from("abc"), 3)));
    expect(packed.subarray(0, 10).toString("hex")).toBe(identifier);
    expect(packed[10]).toBe(0);
    expect(packed.subarray(18).toString("hex")).toBe("0308616263");
    const stored = Buffer.concat([
      packed.subarray(0, 10),
      Buffer.from([1, 7, 0, 0]),
      packed.subarray(14, 18),
      Buffer.from("abc"),
    ]);
    expect((await collect(codec.decompress(pieces(stored, 4)))).toString()).toBe("abc");
    const padded = Buffer.concat([packed, Buffer.from([0xfe, 2, 0, 0, 9, 9])]);
    expect((await collect(codec.decompress(pieces(padded, 5)))).toString()).toBe("abc");
  });

  test.each(writable)("%s gives back what it took", async (name) => {
    const codec = await loadCodec(name);
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 3_000 }),
        fc.integer({ min: 1, max: 900 }),
        fc.integer({ min: 1, max: 500 }),
        async (bytes, cut, size) => {
          const packed = await collect(codec.compress(pieces(bytes, cut)));
          expect(await collect(codec.decompress(pieces(packed, size)))).toEqual(Buffer.from(bytes));
        },
      ),
      { numRuns: 25 },
    );
    const packed = await collect(codec.compress(pieces(plain, 65_536)));
    expect(packed.length).toBeLessThan(plain.length / 4);
    expect(await collect(codec.decompress(pieces(packed, 1_000)))).toEqual(plain);
  });

  // Zstd by the runtime ends early without a word; tunnel.test.ts has what the record stream makes of that.
  test.each(["deflate", "lz4", "snappy"] as const)("%s finds a stream cut short", async (name) => {
    const codec = await loadCodec(name);
    const packed = await collect(codec.compress(pieces(plain, 65_536)));
    await expect(collect(codec.decompress(pieces(packed.subarray(0, packed.length - 3), 1_000)))).rejects.toMatchObject(
      { code: "STREAM_TRUNCATED" },
    );
  });

  it("says what is missing for zstd on an older runtime, and knows no other names", async () => {
    const codec = await loadCodec("zstd");
    if (!writesZstd)
      expect(() => codec.compress(pieces(plain, 10))).toThrow(
        expect.objectContaining({ code: "MISSING_DEPENDENCY", message: expect.stringContaining("22.15") }),
      );
    const unknown = "gzip";
    expect(() => Reflect.apply(loadCodec, undefined, [unknown])).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT" }),
    );
  });
});
