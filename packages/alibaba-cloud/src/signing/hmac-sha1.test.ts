import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hmacSha1, HmacSha1Buffer } from "./hmac-sha1.js";

test("the buffer's HMAC is Node's, for keys of any length", () => {
  const buffer = new HmacSha1Buffer(512);
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.string({ maxLength: 512 }), (key, text) => {
      const end = HmacSha1Buffer.start + buffer.bytes.write(text, HmacSha1Buffer.start, "latin1");
      const expected = createHmac("sha1", key).update(text).digest("base64");
      expect(buffer.digest(key, end)).toBe(expected);
      expect(hmacSha1(key, text)).toBe(expected);
    }),
  );
});
