import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import createWabt from "wabt";
import { combineCrc64 } from "./combine-crc64.js";
import { CRC64_MODULE } from "./crc64-module.js";
import { crc64 } from "./crc64.js";

const DIGITS = Buffer.from("123456789");
const BROADCAST = Buffer.from("This is a test of the emergency broadcast system.");

test("oss-v2 7.6: the check values", () => {
  expect(crc64(0n, DIGITS)).toBe(11051210869376104954n);
  expect(crc64(0n, Buffer.alloc(0))).toBe(0n);
  expect(crc64(0n, BROADCAST)).toBe(2871916124362751090n);
});

test("oss-v2 7.6: combining two values", () => {
  expect(combineCrc64(crc64(0n, DIGITS), crc64(0n, BROADCAST), BROADCAST.length)).toBe(7672622622872733320n);
  expect(combineCrc64(5n, 0n, 0)).toBe(5n);
});

test("a value continues from piece to piece, of any size", () => {
  const bytes = Buffer.from(Array.from({ length: 600_001 }, (_, index) => (index * 7919) & 255));
  const whole = crc64(0n, bytes);
  for (const cut of [0, 1, 7, 8, 9, 262_143, 262_144, 262_145]) {
    expect(crc64(crc64(0n, bytes.subarray(0, cut)), bytes.subarray(cut))).toBe(whole);
  }
});

test("the bytes are the assembled text", async () => {
  const text = await readFile(new URL("./crc64-module.wat", import.meta.url), "utf8");
  const wabt = await createWabt();
  const { buffer } = wabt.parseWat("crc64-module.wat", text).toBinary({});
  expect(Buffer.from(buffer).toString("base64")).toBe(CRC64_MODULE);
});
