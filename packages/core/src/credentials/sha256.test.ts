import { createHash } from "node:crypto";
import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { sha256Hex } from "./sha256.js";

const reference = (text: string): string => createHash("sha256").update(text).digest("hex");

test("the empty text, and every length around the ends of a block", () => {
  for (let length = 0; length <= 130; length += 1) {
    const text = "a".repeat(length);
    expect(sha256Hex(text)).toBe(reference(text));
  }
});

test("any text", () => {
  assert(property(string({ unit: "binary", maxLength: 300 }), (text) => sha256Hex(text) === reference(text)));
});
