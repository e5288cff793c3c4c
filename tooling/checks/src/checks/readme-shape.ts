import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "../check.js";
import { publicPackages, type WorkspacePackage } from "../workspace/workspace.js";

const maxLines = 120;

/** A README says the same things in the same places, and is read in one go. */
export const readmeShape: Check = {
  name: "readme-shape",
  promise: `Each README has a promise, how to install, an example, a table, security notes, and at most ${maxLines} lines besides tables.`,
  run: (workspace) =>
    publicPackages(workspace)
      .filter(({ path }) => existsSync(join(path, "README.md")))
      .flatMap((each) => problems(each).map((message) => ({ where: `${each.folder}/README.md`, message }))),
};

function problems({ path, manifest: { name } }: WorkspacePackage): string[] {
  const text = readFileSync(join(path, "README.md"), "utf8");
  const title = `# ${name}\n\n`;
  const length = text.split("\n").filter((line) => !line.startsWith("|")).length;
  const wanted: readonly (readonly [boolean, string])[] = [
    [
      text.startsWith(title) && !text.startsWith("```", title.length),
      `must begin with "# ${name}" and one sentence of promise`,
    ],
    [new RegExp(`npm install .*${name}\\b`).test(text), `must show "npm install ${name}"`],
    [/^```ts$/m.test(text), "must have an example in a ```ts block"],
    [/^\|(?: *:?-+:? *\|)+$/m.test(text), "must have a table"],
    [/^#{2,3} .*security/im.test(text), 'must have a heading with "Security"'],
    [length <= maxLines, `has ${length} lines besides tables, more than ${maxLines}`],
  ];
  return wanted.filter(([holds]) => !holds).map(([, message]) => message);
}
