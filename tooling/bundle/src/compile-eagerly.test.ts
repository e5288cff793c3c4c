import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { compileEagerly } from "./compile-eagerly.js";
import { firstLoadModules } from "./first-load-modules.js";

test("declarations become parenthesized expressions, those within them too, and everything else stays", () => {
  const code = `import { a } from "./a.js";
const small = (x) => x;
export function outer(x) {
  async function inner() {
    return a(x);
  }
  const held = () => {
  };
  return inner(held);
}
function* numbers() {
  yield 1;
}
`;
  expect(compileEagerly(code)).toBe(`import { a } from "./a.js";
const small = (x) => x;
export const outer = (function outer(x) {
  const inner = (async function inner() {
    return a(x);
  });
  const held = () => {
  };
  return inner(held);
});
function* numbers() {
  yield 1;
}
`);
});

test.each(firstLoadModules)("%s exists", (path) => {
  expect(existsSync(fileURLToPath(new URL(`../../../packages/${path}`, import.meta.url)))).toBe(true);
});
