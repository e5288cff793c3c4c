import { expect, test } from "vitest";
import { findings, manifest } from "../../test/fixture.js";
import { readmeShape } from "./readme-shape.js";

const good = `# @credport/core

One provider for everything.

\`\`\`sh
npm install @credport/core
\`\`\`

\`\`\`ts
createProvider();
\`\`\`

| situation | what happens |
| --- | --- |
| expired | loads anew |

## Security
`;

const inReadme = (text: string): readonly string[] =>
  findings(readmeShape, { "packages/core/package.json": manifest("core"), "packages/core/README.md": text });

test("a README of the agreed shape passes, however long its tables are", () => {
  expect(inReadme(good.replace("| expired | loads anew |", "| expired | loads anew |\n".repeat(200)))).toEqual([]);
});

test.each([
  ["# @credport/core", "# Core", "must begin with"],
  ["One provider for everything.\n\n", "", "must begin with"],
  ["npm install @credport/core", "npm install", "must show"],
  ["```ts", "```js", "must have an example"],
  ["| --- | --- |\n", "", "must have a table"],
  ["## Security", "## Notes", "must have a heading"],
  ["## Security", `## Security\n${"more\n".repeat(120)}`, "more than 120"],
])("%j replaced by %j is found", (part, replacement, message) => {
  expect(inReadme(good.replace(part, replacement))).toEqual([expect.stringContaining(message)]);
});
