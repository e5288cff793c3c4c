import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TableRow } from "../cells.js";
import { readColumnType } from "../column-types.js";
import { frameArrow, unframeArrow } from "./arrow-frames.js";
import { Crc32c } from "./crc32c.js";
import { readRecords } from "./record-reader.js";
import { writeRecords } from "./record-writer.js";

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

const types = (...texts: string[]) => texts.map(readColumnType);
const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ""), "hex");

const one = hex("08 02 12 01 61 80C0FF7F EA91D2B205 F0FFFF7F 02 F8FFFF7F 97D6B6AE06");
const two = hex(`08 01 12 03 E5A48F 19 000000000000F83F 80C0FF7F 898F86F60B 80C0FF7F 00
  F0FFFF7F 04 F8FFFF7F EB9FC44D`);

describe("record stream (spec maxcompute 4.8.4)", () => {
  test("writes and reads the examples of the spec, byte by byte", async () => {
    const first: TableRow[] = [[1n, "a"]];
    expect(await bytesOf(writeRecords(types("bigint", "string"), first))).toEqual(one);
    expect(readRecords(types("bigint", "string"), one)).toEqual(first);
    const second: TableRow[] = [
      [-1n, "夏", 1.5],
      [null, null, null],
    ];
    expect(await bytesOf(writeRecords(types("bigint", "string", "double"), second))).toEqual(two);
    expect(readRecords(types("bigint", "string", "double"), two)).toEqual(second);
  });

  test("brings every type back as it was", async () => {
    const columns = types(
      "tinyint",
      "bigint",
      "boolean",
      "float",
      "string",
      "binary",
      "decimal(10,2)",
      "datetime",
      "date",
      "timestamp",
      "array<bigint>",
      "map<string,array<int>>",
      "struct<a:int,b:string>",
      "vector<float,2>",
    );
    const row: TableRow = [
      -7,
      -(2n ** 63n),
      true,
      0.5,
      "ü",
      Buffer.from([0, 255]),
      "-12.50",
      new Date(-1),
      "1969-12-31",
      { seconds: -1n, nanos: 999_999_999 },
      [1n, null],
      new Map([["k", [1, null]]]),
      { a: 1, b: null },
      [0.5, -1],
    ];
    expect(readRecords(columns, await bytesOf(writeRecords(columns, [row])))).toEqual([row]);
  });

  test("brings any rows back", async () => {
    const columns = types("bigint", "string", "double");
    const cell = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null });
    const row = fc.tuple(
      cell(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
      cell(fc.string({ unit: "grapheme" })),
      cell(fc.double({ noNaN: true })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row), async (rows) => {
        expect(readRecords(columns, await bytesOf(writeRecords(columns, rows)))).toEqual(rows);
      }),
    );
  });

  test("refuses every stream with one wrong byte", () => {
    for (const [at, byte] of two.entries()) {
      for (let change = 1; change < 256; change += 1) {
        const broken = Buffer.from(two);
        broken[at] = byte ^ change;
        expect(() => readRecords(types("bigint", "string", "double"), broken)).toThrow();
      }
    }
  });

  test("refuses a stream that ends early", () => {
    for (let length = 0; length < one.length; length += 1) {
      expect(() => readRecords(types("bigint", "string"), one.subarray(0, length))).toThrow(/corrupted/);
    }
  });
});

describe("Arrow frames (4.8.5)", () => {
  async function* pieces(...texts: Buffer[]): AsyncGenerator<Buffer> {
    yield* texts;
  }

  test("frame the example of the spec", async () => {
    const framed = await bytesOf(frameArrow(pieces(Buffer.from("hello arrow"))));
    expect(framed).toEqual(hex("00010000 68656C6C6F206172726F77 587FB003"));
    expect(unframeArrow(framed).toString()).toBe("hello arrow");
  });

  test.each([0, 1, 65_535, 65_536, 65_537, 131_072])("bring %i bytes back", async (length) => {
    const data = Buffer.alloc(length, 7);
    expect(unframeArrow(await bytesOf(frameArrow(pieces(data))))).toEqual(data);
  });
});

test("CRC-32C of 123456789", () => {
  const crc = new Crc32c();
  crc.bytes(Buffer.from("123456789"));
  expect(crc.value).toBe(0xe3069283);
});
