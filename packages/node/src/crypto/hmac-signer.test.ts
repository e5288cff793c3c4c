import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hmacSigner } from "./hmac-signer.js";

test.each(["sha1", "sha256"] as const)("equals Node's HMAC-%s, for short texts after long ones too", (digest) => {
  const texts = fc.array(fc.string({ unit: "binary", maxLength: 300 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), texts, (key, given) => {
      const sign = hmacSigner(digest, key);
      for (const text of given) expect(sign(text)).toBe(createHmac(digest, key).update(text, "utf8").digest("hex"));
    }),
  );
});
