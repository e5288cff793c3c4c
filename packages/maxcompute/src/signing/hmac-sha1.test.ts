import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hmacSha1Base64 } from "./hmac-sha1.js";

test("2.6: the known public check", () => {
  expect(hmacSha1Base64("my-secret-key", "testdata")).toBe("iAcVTeAghMtN74BeKwFTj/pgFEA=");
});

test("keys and texts of any length and characters, one after the other", () => {
  const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.string({ minLength: 20, maxLength: 80 }));
  const key = fc.oneof(anyText, fc.uint8Array({ maxLength: 80 }));
  fc.assert(
    fc.property(key, anyText, fc.integer({ min: 1, max: 3_000 }), (secret, text, times) => {
      const data = text.repeat(Math.ceil(times / Math.max(1, text.length)));
      expect(hmacSha1Base64(secret, data)).toBe(createHmac("sha1", secret).update(data, "utf8").digest("base64"));
    }),
  );
});
