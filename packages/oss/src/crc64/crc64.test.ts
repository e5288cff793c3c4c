import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import wabt from "wabt";
import { combineCrc64 } from "./combine-crc64.js";
import { crc64ModuleBytes } from "./crc64-module-bytes.js";
import { crc64, Crc64 } from "./crc64.js";

const text = readFileSync(new URL("crc64.wat", import.meta.url), "utf8");
const digits = Buffer.from("123456789");
const sentence = Buffer.from("This is a test of the emergency broadcast system.");

const inverted = 0xffff_ffff_ffff_ffffn;

/** Bit by bit, as the definition has it. */
function reference(bytes: Uint8Array): bigint {
  return remainder(bytes, inverted) ^ inverted;
}

/** What the register becomes that starts as `initial`: from 0, the remainder of the bytes times x^64. */
function remainder(bytes: Uint8Array, initial: bigint): bigint {
  let register = initial;
  for (const byte of bytes) {
    register ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++)
      register = register & 1n ? (register >> 1n) ^ 0xc96c5795d7870f42n : register >> 1n;
  }
  return register;
}

describe("7.6 CRC-64", () => {
  it("has the check values", () => {
    expect(crc64(digits)).toBe(11051210869376104954n);
    expect(crc64(digits).toString(16)).toBe("995dc9bbdf1939fa");
    expect(crc64(Buffer.alloc(0))).toBe(0n);
    expect(new Crc64().update(sentence).toString()).toBe("2871916124362751090");
  });

  it("combines two values", () => {
    expect(combineCrc64(crc64(digits), crc64(sentence), 49)).toBe(7672622622872733320n);
    expect(combineCrc64(crc64(digits), 0n, 0)).toBe(crc64(digits));
    expect(combineCrc64(crc64(digits), crc64(sentence), 0)).toBe(crc64(digits));
  });

  it("continues from an earlier finished value", () => {
    expect(crc64(sentence, crc64(digits))).toBe(7672622622872733320n);
  });

  it("agrees with the definition for any bytes, cut anywhere", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(), (bytes, seed) => {
        const cut = bytes.length === 0 ? 0 : seed % bytes.length;
        const first = bytes.subarray(0, cut);
        const second = bytes.subarray(cut);
        expect(new Crc64().update(first).update(second).value).toBe(reference(bytes));
        expect(combineCrc64(crc64(first), crc64(second), second.length)).toBe(reference(bytes));
      }),
    );
  });

  it("agrees with the definition for pieces that are long enough to be reduced", () => {
    const piece = fc.uint8Array({ minLength: 1000, maxLength: 3000, size: "max" });
    fc.assert(
      fc.property(piece, piece, (first, second) => {
        expect(new Crc64().update(first).update(second).value).toBe(reference(Buffer.concat([first, second])));
      }),
    );
  });

  it("reduces them by a multiple of the polynomial", () => {
    // Nine loads of what was before, and the place that is cleared: each a power of x^8, the first byte having the highest.
    const exponents = [...text.matchAll(/v128\.xor \(v128\.load offset=(\d+)/g)].map(([, offset]) => Number(offset));
    expect(exponents).toHaveLength(9);
    const multiple = Buffer.alloc(696);
    for (const exponent of [695, ...exponents]) multiple[695 - exponent] = 1;
    expect(remainder(multiple, 0n)).toBe(0n);
  });

  it("takes pieces larger than its window", () => {
    const bytes = Buffer.alloc(600_001, "pattern ");
    const pieces = new Crc64().update(bytes.subarray(0, 299_999)).update(bytes.subarray(299_999));
    expect(crc64(bytes)).toBe(pieces.value);
  });

  it("inlines exactly what its text assembles to", async () => {
    const { parseWat } = await wabt();
    const { buffer } = parseWat("crc64.wat", text).toBinary({});
    expect(crc64ModuleBytes).toBe(Buffer.from(buffer).toString("base64"));
  });
});
