import { expect, test } from "vitest";
import { parseIni } from "./parse-ini.js";

const parse = (text: string): unknown =>
  Object.fromEntries(
    [...parseIni(text, (line) => new Error(`line ${String(line)}`))].map(([name, keys]) => [
      name,
      Object.fromEntries(keys),
    ]),
  );

test("sections, keys, comments, quotes", () => {
  expect(parse("\uFEFF# x\r\n[ a.b ]\r\nk = v = w\n ; y\nl = \"q' \nm = '#'\n[c]\nk=\n[a.b]\nk = 2")).toEqual({
    "a.b": { k: "2", l: "\"q'", m: "#" },
    c: { k: "" },
  });
});

test.each([
  ["[a", 1],
  ["[a] b", 1],
  ["[a]\nkey", 2],
  ["[a]\n\n= value", 3],
])("%j is malformed in line %i, as the caller has it", (text, line) => {
  expect(() => parse(text)).toThrow(`line ${String(line)}`);
});
