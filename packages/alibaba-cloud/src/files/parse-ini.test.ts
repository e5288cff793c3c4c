import { isCredentialsError } from "@credport/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { failureOf } from "../../test/support/failure-of.js";
import { parseIni } from "./parse-ini.js";

const parse = (text: string): Record<string, Record<string, string>> =>
  Object.fromEntries([...parseIni(text, "/credentials")].map(([name, section]) => [name, Object.fromEntries(section)]));

describe("3.3: ini grammar", () => {
  test.each([
    ["a byte order mark and CRLF", "\uFEFF[a]\r\nk = v\r\n", { a: { k: "v" } }],
    [
      "names trimmed, case kept, dots no separators",
      "[ A.b ]\nK=v\n[a.b]\nK=w",
      { "A.b": { K: "v" }, "a.b": { K: "w" } },
    ],
    ["the first = splits", "[a]\nk = v = w==", { a: { k: "v = w==" } }],
    ["comments at the beginning of a line only", "# x\n ; y\n[a]\nk = v # w ; z", { a: { k: "v # w ; z" } }],
    [
      "one pair of matching quotes comes off",
      `[a]\nk = "v"\nl = 'w'\nm = "'x'"\nn = "y\no = "`,
      { a: { k: "v", l: "w", m: "'x'", n: '"y', o: '"' } },
    ],
    ["no JSON, no escapes", `[a]\nk = {"b": true}\nl = "a\\nb"`, { a: { k: '{"b": true}', l: "a\\nb" } }],
    [
      "the later key wins, sections of one name merge",
      "[a]\nk = 1\n[b]\n[a]\nk = 2\nl = 3",
      { a: { k: "2", l: "3" }, b: {} },
    ],
    ["an empty value", "[a]\nk =", { a: { k: "" } }],
    ["keys before any section belong to none", "k = v\n[a]", { a: {} }],
    ["an empty file", "", {}],
  ])("%s", (_what, text, expected) => {
    expect(parse(text)).toEqual(expected);
  });

  test.each(["[a", "[a]\nsecret-without-equals", "[a]\n= secret", "[a] secret"])(
    "10: %j is FILE_MALFORMED, naming path and line only",
    async (text) => {
      const error = await failureOf(() => parseIni(text, "/credentials"));
      expect(error).toMatchObject({ code: "FILE_MALFORMED", permanent: true });
      expect(error.message).toContain("/credentials");
      expect(error.message).toMatch(/line \d/);
      expect(error.message).not.toContain("secret");
    },
  );

  test("any text: sections or a CredentialsError without content", () => {
    const canary = "CANARY-77aa";
    const piece = fc.constantFrom("[", "]", "=", "\n", "\r\n", "#", '"', " ", "a", "__proto__", canary);
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        try {
          parseIni(pieces.join(""), "/credentials");
        } catch (error) {
          if (!isCredentialsError(error)) throw error;
          expect(error.message).not.toContain(canary);
        }
      }),
    );
  });

  test("any keys and values, written out, are read back", () => {
    const word = fc.stringMatching(/^[A-Za-z0-9_.-]{1,12}$/).filter((text) => text !== "__proto__");
    const value = fc.stringMatching(/^[A-Za-z0-9/+:,;#=]([A-Za-z0-9 /+:,;#=]*[A-Za-z0-9/+:,;#=])?$/);
    fc.assert(
      fc.property(fc.dictionary(word, fc.dictionary(word, value)), (sections) => {
        const text = Object.entries(sections)
          .map(
            ([name, keys]) =>
              `[${name}]\n${Object.entries(keys)
                .map(([key, each]) => `${key} = ${each}\n`)
                .join("")}`,
          )
          .join("");
        expect(parse(text)).toEqual(
          Object.fromEntries(Object.entries(sections).map(([name, keys]) => [name, { ...keys }])),
        );
      }),
    );
  });
});
