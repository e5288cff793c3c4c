import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flattenParameters, type OpenApiParameter } from "./flatten-parameters.js";

describe("12.2: parameters", () => {
  test.each<[string, Record<string, OpenApiParameter>, Record<string, string>]>([
    ["scalars", { a: "x", b: 1, c: false, d: "", e: 0 }, { a: "x", b: "1", c: "false", d: "", e: "0" }],
    ["lists count from 1", { k: ["x", "y"] }, { "k.1": "x", "k.2": "y" }],
    ["lists of objects", { k: [{ Sub: 1, Other: [2] }] }, { "k.1.Sub": "1", "k.1.Other.1": "2" }],
    ["objects", { k: { Sub: { Deep: "x" } } }, { "k.Sub.Deep": "x" }],
    ["lists of lists", { k: [["x"], ["y", "z"]] }, { "k.1.1": "x", "k.2.1": "y", "k.2.2": "z" }],
    ["null and undefined vanish, and what they leave empty", { a: null, b: undefined, c: [], d: {}, e: [null] }, {}],
    ["a gap in a list keeps its number", { k: [null, "y"] }, { "k.2": "y" }],
  ])("%s", (_what, parameters, expected) => {
    expect(flattenParameters(parameters)).toEqual(expected);
  });

  test("any parameters: every value under the path that leads to it, and nothing else", () => {
    const name = fc.stringMatching(/^[A-Za-z_]{1,6}$/).filter((text) => text !== "__proto__");
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constantFrom(null, undefined));
    const { value } = fc.letrec<{ value: OpenApiParameter }>((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, scalar, fc.array(tie("value")), fc.dictionary(name, tie("value"))),
    }));
    fc.assert(
      fc.property(fc.dictionary(name, value), (parameters) => {
        const flat = flattenParameters(parameters);
        expect(Object.keys(flat)).toHaveLength(leaves(parameters));
        for (const [path, text] of Object.entries(flat)) expect(text).toBe(String(at(parameters, path.split("."))));
      }),
    );
  });
});

function leaves(value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (typeof value !== "object") return 1;
  return Object.values(value).reduce<number>((sum, inner) => sum + leaves(inner), 0);
}

function at(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return value;
  return at(Array.isArray(value) ? value[Number(step) - 1] : Object(value)[step], rest);
}
