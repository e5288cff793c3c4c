import { expect, test } from "vitest";
import { findings, manifest } from "../../test/fixture.js";
import { markdownLinks } from "./markdown-links.js";

const inReadme = (text: string): readonly string[] =>
  findings(markdownLinks, {
    "packages/core/package.json": manifest("core"),
    "packages/core/README.md": text,
    "docs/decisions/first.md": "See [core](../../packages/core/README.md#use).",
  });

test.each([
  "[first](../../docs/decisions/first.md)",
  "[part](#security)",
  "[web](https://example.com/none)",
  "```md\n[link](nowhere.md)\n```",
])("%j passes", (text) => {
  expect(inReadme(text)).toEqual([]);
});

test("a link that leads nowhere is found", () => {
  expect(inReadme("[gone](../gone.md)")).toEqual([
    "packages/core/README.md: links to ../gone.md, which does not exist",
  ]);
});
