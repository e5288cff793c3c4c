import { describe, expect, it, test } from "vitest";
import { convertText } from "./convert-text.js";
import { parseColumnType } from "./parse-column-type.js";

describe("column types", () => {
  test.each([
    ["bigint", { name: "BIGINT" }],
    [" Decimal ( 10 , 2 ) ", { name: "DECIMAL", precision: 10, scale: 2 }],
    ["decimal", { name: "DECIMAL", precision: undefined, scale: undefined }],
    ["decimal(10)", { name: "DECIMAL", precision: 10, scale: 0 }],
    ["varchar(5)", { name: "VARCHAR", length: 5 }],
    [
      "array<map<string,int>>",
      { name: "ARRAY", element: { name: "MAP", key: { name: "STRING" }, value: { name: "INT" } } },
    ],
    [
      "struct<a:int,`b:c`:array<string>>",
      {
        name: "STRUCT",
        fields: [
          { name: "a", type: { name: "INT" } },
          { name: "b:c", type: { name: "ARRAY", element: { name: "STRING" } } },
        ],
      },
    ],
    ["vector(float,3)", { name: "VECTOR", element: { name: "FLOAT" }, dimension: 3 }],
  ])("%s", (text, type) => {
    expect(parseColumnType(text)).toEqual(type);
  });

  test.each([
    "",
    "nonsense",
    "array",
    "array<int",
    "map<int>",
    "struct<a>",
    "int int",
    `${"array<".repeat(80)}int${">".repeat(80)}`,
  ])("refuses %j", (text) => {
    expect(() => parseColumnType(text)).toThrow(expect.objectContaining({ code: "INVALID_RESPONSE" }));
  });
});

describe("texts as values", () => {
  test.each([
    ["7", "int", 7],
    ["9007199254740993", "bigint", 9_007_199_254_740_993n],
    ["1.5", "double", 1.5],
    ["-Infinity", "double", -Infinity],
    ["nan", "float", Number.NaN],
    ["1.50", "decimal(10,2)", "1.50"],
    ["TRUE", "boolean", true],
    ["2026-03-03", "date", "2026-03-03"],
    ["x", "int", "x"],
  ])("%s as %s", (text, type, expected) => {
    expect(convertText(text, parseColumnType(type))).toEqual(expected);
  });

  it("leaves what depends on a time zone as it is", () => {
    expect(convertText("2026-03-03 01:02:03", parseColumnType("datetime"))).toBe("2026-03-03 01:02:03");
  });
});
