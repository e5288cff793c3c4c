import { isCredentialsError } from "@credport/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitCommand } from "./split-command.js";

const split = (command: string, platform: string): readonly string[] =>
  splitCommand(command, platform, "process_command");

describe("2.8: splitting process_command", () => {
  test.each([
    ["  tool  --a\tb\n c ", ["tool", "--a", "b", "c"]],
    [`tool 'a "b" \\ $c'`, ["tool", `a "b" \\ $c`]],
    [`tool "a 'b' c"`, ["tool", "a 'b' c"]],
    [`tool pre"mid dle"'post'x`, ["tool", "premid dlepostx"]],
    [`tool "" ''`, ["tool", "", ""]],
    [String.raw`tool a\ b \"c\' \\`, ["tool", "a b", `"c'`, "\\"]],
    ['tool "\\" \\\\ \\$ \\` \\n \\x"', ["tool", '" \\ $ ` \\n \\x']],
    ["tool a\\\nb", ["tool", "ab"]],
    ['tool "a\\\nb"', ["tool", "ab"]],
    ["tool 'a\\\nb'", ["tool", "a\\\nb"]],
    ["tool $HOME *.txt `id`", ["tool", "$HOME", "*.txt", "`id`"]],
  ])("POSIX: %j", (command, expected) => {
    expect(split(command, "linux")).toEqual(expected);
  });

  test.each([
    [String.raw`C:\bin\tool.exe C:\dir\ x`, ["C:\\bin\\tool.exe", "C:\\dir\\", "x"]],
    [String.raw`"C:\Program Files\tool" "a\"b" "c\\d"`, ["C:\\Program Files\\tool", 'a"b', "c\\\\d"]],
    ["tool 'a b'", ["tool", "a b"]],
    ["tool \\", ["tool", "\\"]],
  ])("Windows: %j", (command, expected) => {
    expect(split(command, "win32")).toEqual(expected);
  });

  test.each([
    ["", "empty"],
    [" \t\n", "empty"],
    ["'' a", "empty"],
    ['"" a', "empty"],
    ["tool 'a", "quote"],
    ['tool "a', "quote"],
    ["tool \\", "backslash"],
  ])("10: %j is CONFIG_INVALID and says %s", (command, word) => {
    expect(() => split(command, "linux")).toThrow(
      expect.objectContaining({
        code: "CONFIG_INVALID",
        permanent: true,
        message: expect.stringMatching(new RegExp(`^process_command .*${word}`)),
      }),
    );
  });

  test("any arguments, quoted, come back as they were", () => {
    const argument = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(fc.array(argument), (rest) => {
        const command = ["tool", ...rest].map((text) => `'${text.replaceAll("'", `'\\''`)}'`).join(" ");
        expect(split(command, "linux")).toEqual(["tool", ...rest]);
      }),
    );
  });

  test("any text on any platform: arguments or a CredentialsError that does not repeat it", () => {
    const canary = "CANARY-51f0";
    const text = fc.string({ unit: fc.constantFrom("a", " ", "'", '"', "\\", "\n", "$", canary) });
    fc.assert(
      fc.property(text, fc.constantFrom("linux", "win32"), (command, platform) => {
        try {
          expect(split(command, platform)[0]).not.toBe("");
        } catch (error) {
          if (!isCredentialsError(error)) throw error;
          expect(error.message).not.toContain(canary);
        }
      }),
    );
  });
});
