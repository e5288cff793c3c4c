import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { HmacBuffer } from "./hmac.js";

test.each(["sha1", "sha256"] as const)("the buffer's HMAC-%s is Node's, for keys of any length", (algorithm) => {
  const buffer = new HmacBuffer(algorithm, 512);
  const keys = fc.string({ unit: "grapheme", maxLength: 200 });
  fc.assert(
    fc.property(keys, fc.string({ maxLength: 512 }), fc.constantFrom("base64", "hex"), (key, text, encoding) => {
      const end = HmacBuffer.start + buffer.bytes.write(text, HmacBuffer.start, "latin1");
      expect(buffer.digest(key, end, encoding)).toBe(createHmac(algorithm, key).update(text).digest(encoding));
    }),
  );
});
