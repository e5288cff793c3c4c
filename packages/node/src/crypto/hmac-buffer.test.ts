import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { HmacBuffer } from "./hmac-buffer.js";

test.each(["sha1", "sha256"] as const)(
  "the buffer's HMAC-%s is Node's, for keys of any kind and length",
  (algorithm) => {
    const buffer = new HmacBuffer(algorithm, 512);
    const key = fc.oneof(
      fc.string({ maxLength: 80 }),
      fc.string({ unit: "grapheme", maxLength: 200 }),
      fc.uint8Array({ maxLength: 80 }),
    );
    fc.assert(
      fc.property(key, fc.string({ maxLength: 512 }), fc.constantFrom("base64", "hex"), (secret, text, encoding) => {
        buffer.setKey(secret);
        const expected = createHmac(algorithm, secret).update(text).digest(encoding);
        for (const again of [1, 2]) {
          const end = buffer.writeLatin1(HmacBuffer.start, text);
          expect([again, buffer.digest(end, encoding)]).toEqual([again, expected]);
        }
      }),
    );
  },
);

test("a message of any characters, written in UTF-8", () => {
  const buffer = new HmacBuffer("sha1", 64);
  buffer.setKey("k");
  const end = HmacBuffer.start + buffer.bytes.write("会话 a+b", HmacBuffer.start);
  expect(buffer.digest(end, "hex")).toBe(createHmac("sha1", "k").update("会话 a+b").digest("hex"));
});
