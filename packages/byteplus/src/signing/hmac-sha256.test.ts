import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hmacSha256 } from "./hmac-sha256.js";

test("equals createHmac for any key up to a block and any texts, short after long ones too", () => {
  const key = fc.uint8Array({ maxLength: 64 });
  const texts = fc.array(fc.string({ unit: "binary", maxLength: 300 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(key, texts, (bytes, given) => {
      const sign = hmacSha256(bytes);
      for (const text of given) {
        expect(sign(text)).toBe(createHmac("sha256", bytes).update(text, "utf8").digest("hex"));
      }
    }),
  );
});
