import { expect, test } from "vitest";
import { parseCommandLine, UsageError } from "./command-line.js";

test("without arguments it is the main job on the emulator, from the environment", () => {
  expect(parseCommandLine([])).toEqual({ link: "env", live: false, size: 64, seconds: 10, help: false });
});

test("every option is read", () => {
  const args = ["--link", "oidc", "--live", "--size", "8", "--seconds=3", "--help"];
  expect(parseCommandLine(args)).toEqual({ link: "oidc", live: true, size: 8, seconds: 3, help: true });
});

test.each([
  [["--link", "nobody"], '--link must be one of env, oidc, cli, ini, ecs, uri, not "nobody"'],
  [["--size", "0"], "--size must be a whole number above 0"],
  [["--seconds", "1.5"], "--seconds must be a whole number above 0"],
  [["--verbose"], "--verbose"],
  [["extra"], "extra"],
])("%j is a UsageError that names it", (args, message) => {
  expect(() => parseCommandLine(args)).toThrow(UsageError);
  expect(() => parseCommandLine(args)).toThrow(message);
});
