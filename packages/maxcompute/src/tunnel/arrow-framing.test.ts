import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { frameArrow } from "./arrow-framer.js";
import { ArrowUnframer, unframeArrow } from "./arrow-unframer.js";

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex").toUpperCase();
const hello = new TextEncoder().encode("hello arrow");

describe("4.8.5 Arrow chunks", () => {
  it("writes and reads the example", () => {
    expect(hexOf(frameArrow(hello))).toBe("0001000068656C6C6F206172726F77587FB003");
    expect(unframeArrow(frameArrow(hello))).toEqual(hello);
  });

  it("gives back every body in every chunk size, however it is cut", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 60 }),
        (bytes, size, cut) => {
          const framed = frameArrow(bytes, size);
          expect(unframeArrow(framed)).toEqual(bytes);
          const unframer = new ArrowUnframer();
          const parts: Uint8Array[] = [];
          for (let start = 0; start < framed.length; start += cut)
            parts.push(...unframer.push(framed.subarray(start, start + cut)));
          expect(new Uint8Array(Buffer.concat([...parts, unframer.end()]))).toEqual(bytes);
        },
      ),
    );
  });

  it("ends data of whole chunks in a bare total", () => {
    const framed = frameArrow(Uint8Array.of(1, 2, 3, 4), 2);
    expect(framed).toHaveLength(4 + 6 + 6 + 4);
    const truncated = expect.objectContaining({ code: "STREAM_TRUNCATED" });
    for (const length of [0, 3, 4, 7, 10, 16, 19])
      expect(() => unframeArrow(framed.subarray(0, length))).toThrow(length === 7 || length === 19 ? Error : truncated);
  });

  it("finds every changed byte", () => {
    const framed = frameArrow(hello, 4);
    fc.assert(
      fc.property(fc.integer({ min: 4, max: framed.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        expect(() => unframeArrow(framed.map((byte, index) => (index === at ? byte ^ change : byte)))).toThrow(
          expect.objectContaining({ code: "CHECKSUM_MISMATCH" }),
        );
      }),
    );
  });

  test.each([0, -1, 1.5])("refuses the chunk size %d", (size) => {
    expect(() => frameArrow(hello, size)).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }));
  });

  it("refuses an impossible chunk size in a stream", () => {
    expect(() => unframeArrow(Uint8Array.of(0, 0, 0, 0, 1))).toThrow(
      expect.objectContaining({ code: "STREAM_MALFORMED" }),
    );
  });
});
