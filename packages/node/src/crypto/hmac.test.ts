import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hmac, hmacSigner } from "./hmac.js";

const anyText = fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), fc.string({ minLength: 20, maxLength: 80 }));

describe.each(["sha1", "sha256"] as const)("HMAC-%s is Node's", (digest) => {
  test.each(["base64", "hex"] as const)("for one key after another, and texts of any length, in %s", (encoding) => {
    const key = fc.oneof(anyText, fc.uint8Array({ maxLength: 80 }));
    fc.assert(
      fc.property(key, anyText, fc.integer({ min: 1, max: 3_000 }), (secret, piece, length) => {
        const text = piece.repeat(Math.ceil(length / Math.max(1, piece.length)));
        expect(hmac(digest, secret, text, encoding)).toBe(
          createHmac(digest, secret).update(text, "utf8").digest(encoding),
        );
      }),
    );
  });

  test.each(["base64", "hex"] as const)(
    "for texts in two pieces, the first of which may come again, in %s",
    (encoding) => {
      const ascii = fc.string({ unit: "binary-ascii", maxLength: 400 });
      const pieces = fc.array(fc.tuple(fc.constantFrom("", "one", "another", "é".repeat(300)), ascii), {
        minLength: 1,
      });
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 80 }), pieces, (key, given) => {
          const sign = hmacSigner(digest, key, encoding);
          for (const [text, end] of given) {
            const expected = createHmac(digest, key).update(text + end, "utf8");
            expect(sign(text, end)).toBe(expected.digest(encoding));
          }
        }),
      );
    },
  );

  test.each(["base64", "hex"] as const)("for short texts after long ones under one key, in %s", (encoding) => {
    const texts = fc.array(anyText, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), texts, (key, given) => {
        const sign = hmacSigner(digest, key, encoding);
        for (const text of given)
          expect(sign(text)).toBe(createHmac(digest, key).update(text, "utf8").digest(encoding));
      }),
    );
  });
});
