import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalQuery, encodeComponent } from "./encoding.js";

test("few pairs and many stand by the bytes of their keys, equal keys in their order", () => {
  const key = fc.oneof(
    fc.string({ unit: "binary", maxLength: 3 }),
    fc.constantFrom("a", "b", "", "\u{1f600}", "\uffee"),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.string({ maxLength: 3 })), { maxLength: 40 }), (pairs) => {
      const expected = pairs
        .map(([name, value], index) => ({ bytes: Buffer.from(name), name, value, index }))
        .sort((left, right) => Buffer.compare(left.bytes, right.bytes) || left.index - right.index)
        .map(({ name, value }) => `${encodeComponent(name)}=${encodeComponent(value)}`);
      expect(canonicalQuery(pairs)).toBe(expected.join("&"));
    }),
  );
});
