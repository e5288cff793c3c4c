import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { crc32c } from "./crc32c.js";
import { decodeTunnelRecords, RecordDecoder } from "./record-decoder.js";
import { encodeTunnelRecords, RecordEncoder } from "./record-encoder.js";
import type { CellValue, Row } from "../types/column-type.js";
import { columnTypeOf, parseColumnType } from "../types/parse-column-type.js";

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replace(/\s/g, ""), "hex"));
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

const example1 = "08 02 12 01 61 80 C0 FF 7F EA 91 D2 B2 05 F0 FF FF 7F 02 F8 FF FF 7F 97 D6 B6 AE 06";
const example2 =
  "08 01 12 03 E5 A4 8F 19 00 00 00 00 00 00 F8 3F 80 C0 FF 7F 89 8F 86 F6 0B 80 C0 FF 7F 00 F0 FF FF 7F 04 F8 FF FF 7F EB 9F C4 4D";
const rows2: Row[] = [
  [-1n, "夏", 1.5],
  [null, null, null],
];

describe("4.8.4 examples", () => {
  it("checksum", () => {
    expect(crc32c(new TextEncoder().encode("123456789"))).toBe(0xe3069283);
    expect(crc32c(bytesOf("8987C1BE00000000"))).toBe(0x09b10feb);
  });

  it("example 1", () => {
    expect(encodeTunnelRecords(["bigint", "string"], [[1n, "a"]])).toEqual(bytesOf(example1));
    expect(decodeTunnelRecords(["bigint", "string"], bytesOf(example1))).toEqual([[1n, "a"]]);
  });

  it("example 2", () => {
    expect(encodeTunnelRecords(["bigint", "string", "double"], rows2)).toEqual(bytesOf(example2));
    expect(decodeTunnelRecords(["bigint", "string", "double"], bytesOf(example2))).toEqual(rows2);
  });

  it("no rows at all", () => {
    const empty = encodeTunnelRecords(["bigint"], []);
    expect(hexOf(empty)).toBe("f0ffff7f00f8ffff7f00");
    expect(decodeTunnelRecords(["bigint"], empty)).toEqual([]);
  });
});

const nanoTime = fc.record({
  epochSeconds: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
  nanos: fc.integer({ min: 0, max: 999_999_999 }),
});
const text = fc.string({ unit: "grapheme", maxLength: 300 });
const day = fc
  .date({ min: new Date("0001-01-01T00:00:00Z"), max: new Date("9999-12-31T00:00:00Z"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const bytes = fc.uint8Array({ maxLength: 40 });
const bigint = fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n);
const nullable = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
const struct = <T extends Record<string, CellValue>>(value: fc.Arbitrary<T>): fc.Arbitrary<CellValue> =>
  value.map((fields) => Object.assign(Object.create(null), fields));

const cases: readonly (readonly [type: string, value: fc.Arbitrary<CellValue>])[] = [
  ["TINYINT", fc.integer({ min: -128, max: 127 })],
  ["SMALLINT", fc.integer({ min: -32_768, max: 32_767 })],
  ["INT", fc.integer()],
  ["BIGINT", bigint],
  ["BOOLEAN", fc.boolean()],
  ["FLOAT", fc.float()],
  ["DOUBLE", fc.double()],
  ["STRING", text],
  ["VARCHAR(10)", fc.string({ maxLength: 10 })],
  ["CHAR(5)", fc.string({ maxLength: 5 })],
  ["JSON", fc.json()],
  ["BINARY", bytes],
  ["GEOGRAPHY", bytes],
  [
    "DECIMAL(38,18)",
    fc.tuple(fc.bigInt(-(10n ** 19n), 10n ** 19n), fc.nat(999)).map(([whole, part]) => `${whole}.${part}`),
  ],
  ["DATETIME", fc.date({ noInvalidDate: true })],
  ["DATE", day],
  ["TIMESTAMP", nanoTime],
  ["TIMESTAMP_NTZ", nanoTime],
  ["INTERVAL_DAY_TIME", nanoTime],
  ["INTERVAL_YEAR_MONTH", fc.integer()],
  ["ARRAY<STRING>", fc.array(nullable(text), { maxLength: 5 })],
  [
    "MAP<STRING,ARRAY<BIGINT>>",
    fc
      .dictionary(fc.string(), nullable(fc.array(nullable(bigint), { maxLength: 3 })), { maxKeys: 4 })
      .map((fields) => new Map(Object.entries(fields))),
  ],
  [
    "STRUCT<a:INT,`b c`:STRUCT<d:TIMESTAMP>>",
    struct(fc.record({ a: nullable(fc.integer()), "b c": nullable(struct(fc.record({ d: nullable(nanoTime) }))) })),
  ],
  ["VECTOR(FLOAT,3)", fc.array(fc.float(), { minLength: 3, maxLength: 3 })],
];

describe("4.8.4 every type", () => {
  test.each(cases)("%s comes back as it went", (type, value) => {
    fc.assert(
      fc.property(fc.array(fc.tuple(nullable(value)), { maxLength: 5 }), (rows) => {
        expect(decodeTunnelRecords([type], encodeTunnelRecords([type], rows))).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });

  it("gives the same rows however the stream is cut", () => {
    const types = cases.map(([type]) => type);
    const row = fc.tuple(...cases.map(([, value]) => nullable(value)));
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 4 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 40 })),
        (rows, sizes) => {
          const stream = encodeTunnelRecords(types, rows);
          const decoder = new RecordDecoder(types.map(columnTypeOf));
          const decoded: Row[] = [];
          for (let start = 0; start < stream.length;) {
            const size = Number(sizes.next().value);
            decoder.push(stream.subarray(start, start + size), decoded);
            start += size;
          }
          decoder.end(decoded);
          expect(decoded).toEqual(rows);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("reads a row of many megabytes that comes in small pieces, in time that grows with its length", () => {
    const long = "x".repeat(8 * 1024 * 1024);
    const stream = encodeTunnelRecords(["string", "bigint"], [[long, 7n]]);
    const decoder = new RecordDecoder([parseColumnType("string"), parseColumnType("bigint")]);
    const rows: Row[] = [];
    for (let start = 0; start < stream.length; start += 16_384)
      decoder.push(stream.subarray(start, start + 16_384), rows);
    decoder.end(rows);
    expect(rows).toEqual([[long, 7n]]);
  });

  it("reads DECIMAL that is no number as null", () => {
    const stream = encodeTunnelRecords(["string"], [["NaN"], ["inf"], ["1.50"]]);
    expect(decodeTunnelRecords(["decimal(10,2)"], stream)).toEqual([[null], [null], ["1.50"]]);
  });
});

const fail = (types: string[], hex: string, limit?: number): unknown => {
  try {
    return decodeTunnelRecords(types, bytesOf(hex), { maximumFieldBytes: limit });
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : error;
  }
};

describe("4.8.4 faults", () => {
  const record = example1.slice(0, example1.indexOf(" F0 FF"));

  test.each([
    ["an unknown column", "18 02"],
    ["field 0", "00 02"],
    ["a wire type that does not fit", "0A 01 61"],
    ["a repeated column", "08 02 08 02"],
    ["a count inside a record", "08 02 F0 FF FF 7F 00"],
    ["a wrong count", `${record} F0 FF FF 7F 04`],
    ["bytes after the end", `${example1} 00`],
    ["a varint of eleven bytes", `08 ${"FF ".repeat(10)} 01`],
    ["a length beyond the limit", "12 FF FF FF FF 0F"],
    ["something else after the count", `${record} F0 FF FF 7F 02 08 02`],
  ])("%s is malformed", (_what, hex) => {
    expect(fail(["bigint", "string"], hex)).toBe("STREAM_MALFORMED");
  });

  test.each([
    ["record", example1.replace("EA 91", "EB 91")],
    ["value", example1.replace("01 61", "01 62")],
    ["stream", example1.replace("97 D6", "98 D6")],
  ])("a wrong %s checksum", (_what, hex) => {
    expect(fail(["bigint", "string"], hex)).toBe("CHECKSUM_MISMATCH");
  });

  it("takes every early end for one, at a record's border too", () => {
    const stream = bytesOf(example2);
    for (let length = 0; length < stream.length; length++) {
      expect(fail(["bigint", "string", "double"], hexOf(stream.subarray(0, length)))).toBe("STREAM_TRUNCATED");
    }
  });

  it("finds every changed byte", () => {
    const stream = bytesOf(example2);
    fc.assert(
      fc.property(fc.nat(stream.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = stream.map((byte, index) => (index === at ? byte ^ change : byte));
        expect(fail(["bigint", "string", "double"], hexOf(damaged))).toMatch(
          /^(?:CHECKSUM_MISMATCH|STREAM_MALFORMED|STREAM_TRUNCATED)$/,
        );
      }),
    );
  });

  it("hands out the rows before a fault, and no other", () => {
    const types = ["bigint"].map(parseColumnType);
    const encoder = new RecordEncoder([{ name: "a", type: parseColumnType("bigint"), nullable: true }]);
    encoder.write([1n]);
    encoder.write([2n]);
    const valueOfThird = encoder.pending + 1;
    const stream = encodeTunnelRecords(["bigint"], [[1n], [2n], [3n]]);
    const damaged = stream.map((byte, index) => (index === valueOfThird ? byte ^ 1 : byte));
    const rows: Row[] = [];
    expect(() => new RecordDecoder(types).push(damaged, rows)).toThrow(
      expect.objectContaining({ code: "CHECKSUM_MISMATCH" }),
    );
    expect(rows).toEqual([[1n], [2n]]);
  });

  it("checks lengths against the limit before it makes room", () => {
    expect(fail(["string"], "0A 80 80 80 08", 1024)).toBe("STREAM_MALFORMED");
    expect(fail(["array<string>"], "0A FF FF FF FF FF 0F", 1024)).toBe("STREAM_MALFORMED");
  });
});

describe("4.8.4 metrics", () => {
  it("are taken and checked", () => {
    const metrics = new TextEncoder().encode('{"a":1}');
    const crc = crc32c(Buffer.concat([Buffer.from([1, 0, 0, 0]), metrics]));
    const varint = (value: number): number[] =>
      value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
    const stream = bytesOf(example1);
    const at = stream.length - 9;
    const block = (sum: number): Uint8Array =>
      Uint8Array.of(0x0a, metrics.length, ...metrics, ...varint(33_554_176 * 8), ...varint(sum));
    const withBlock = (sum: number): string =>
      hexOf(Buffer.concat([stream.subarray(0, at), block(sum), stream.subarray(at)]));
    expect(fail(["bigint", "string"], withBlock(crc))).toEqual([[1n, "a"]]);
    expect(fail(["bigint", "string"], withBlock(crc === 0 ? 1 : crc - 1))).toBe("CHECKSUM_MISMATCH");
  });
});

describe("4.8.6 values are checked before they are sent", () => {
  test.each<readonly [string, CellValue]>([
    ["tinyint", 128],
    ["smallint", 1.5],
    ["int", 2 ** 31],
    ["int", 1n],
    ["bigint", 2n ** 63n],
    ["bigint", 2 ** 53],
    ["boolean", 1],
    ["float", 1e39],
    ["double", "1"],
    ["string", 1],
    ["string", "\uD800"],
    ["varchar(2)", "abc"],
    ["binary", "a"],
    ["decimal(4,2)", "123.4"],
    ["decimal(4,2)", "1.234"],
    ["decimal", "NaN"],
    ["decimal", 1],
    ["datetime", new Date(Number.NaN)],
    ["date", "2026-02-30"],
    ["date", new Date(0)],
    ["timestamp", { epochSeconds: 0n, nanos: 1_000_000_000 }],
    ["timestamp", { epochSeconds: 2n ** 63n, nanos: 0 }],
    ["array<int>", "x"],
    ["array<int>", [1, "2"]],
    ["map<int,int>", []],
    ["struct<a:int>", { b: 1 }],
    ["vector(float,2)", [1]],
  ])("%s does not take %s", (type, value) => {
    expect(() => encodeTunnelRecords([type], [[value]])).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT", message: expect.stringContaining("row 0: column #1") }),
    );
  });

  it("takes a safe integer for BIGINT and counts characters, not units", () => {
    expect(decodeTunnelRecords(["bigint"], encodeTunnelRecords(["bigint"], [[5]]))).toEqual([[5n]]);
    expect(encodeTunnelRecords(["varchar(1)"], [["😀"]])).toBeInstanceOf(Uint8Array);
  });

  it("refuses null in a column that must not be, too long fields and rows of another length, and writes nothing of them", () => {
    const column = { name: "a", type: parseColumnType("string"), nullable: false };
    const encoder = new RecordEncoder([column], { maximumFieldBytes: 3 });
    for (const row of [[null], ["abcd"], [], ["a", "b"]])
      expect(() => encoder.write(row)).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }));
    encoder.write(["abc"]);
    expect(decodeTunnelRecords(["string"], encoder.finish())).toEqual([["abc"]]);
  });
});
