import { expect, test } from "vitest";
import { findings } from "../../test/fixture.js";
import { workflows } from "./workflows.js";

const commit = "3d3c42e5aac5ba805825da76410c181273ba90b1";
const good = `on: push
permissions: {}
jobs:
  test:
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@${commit} # v7
      - name: own
        uses: ./.github/actions/own
`;

const inWorkflow = (text: string): readonly string[] => findings(workflows, { ".github/workflows/ci.yml": text });

test("a workflow with pinned actions that starts without permissions passes, as does a repository without any", () => {
  expect(inWorkflow(good)).toEqual([]);
  expect(findings(workflows, {})).toEqual([]);
});

test.each([
  [`@${commit}`, "@v7", "must name the commit of actions/checkout@v7"],
  [`@${commit}`, `@${commit.slice(0, 7)}`, "must name the commit of actions/checkout@3d3c42e"],
  ["permissions: {}\n", "", "must say `permissions: {}` for all its jobs"],
  ["permissions: {}", "permissions: write-all", "must say `permissions: {}` for all its jobs"],
])("%j replaced by %j is found", (part, replacement, message) => {
  expect(inWorkflow(good.replace(part, replacement))).toEqual([`.github/workflows/ci.yml: ${message}`]);
});
