import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Check, Finding } from "../check.js";
import { isCode } from "../workspace/workspace.js";

/** What must not stand in code, and why. The words are put together here so that this file does not hold them. */
const forbidden: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  { pattern: new RegExp(`\\b(?:${["TO" + "DO", "FIX" + "ME", "X".repeat(3)].join("|")})\\b`), why: "unfinished work" },
  {
    pattern: /\b(?:it|test|describe|suite)(?:\.\w+)*\.(?:skip|only|todo)\b|\bx(?:it|describe)\(/,
    why: "a skipped or narrowed test",
  },
  { pattern: new RegExp(`@ts-(?:${"ig" + "nore"}|${"no" + "check"})\\b`), why: "a switched-off type check" },
  { pattern: new RegExp(["\\bas", "unknown", "as\\b"].join(" ")), why: "an escape from the type system" },
  {
    pattern: new RegExp(["eslint", "disable(?!.* -- \\S)"].join("-")),
    why: "a switched-off lint rule without a reason (`-- why`)",
  },
];

/** Text that has no place in finished code. */
export const forbiddenWords: Check = {
  name: "forbidden-words",
  promise: "No unfinished work, skipped test, or check switched off without a reason.",
  run: ({ packages }) =>
    packages.flatMap(({ folder, path, files }) =>
      files
        .filter(isCode)
        .flatMap((file) => findForbidden(`${folder}/${file}`, readFileSync(join(path, file), "utf8"))),
    ),
};

function findForbidden(where: string, text: string): Finding[] {
  return text
    .split("\n")
    .flatMap((line, index) =>
      forbidden
        .filter(({ pattern }) => pattern.test(line))
        .map(({ why }) => ({ where: `${where}:${index + 1}`, message: why })),
    );
}
