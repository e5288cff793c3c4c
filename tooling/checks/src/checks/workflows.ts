import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "../check.js";
import { filesBelow } from "../workspace/workspace.js";

const folder = ".github/workflows";

/** A tag can be moved to other code, a commit cannot; and what a job may do is written beside it, not inherited. */
export const workflows: Check = {
  name: "workflows",
  promise: "Workflows name actions by commit, and start without any permission.",
  run: ({ root }) => {
    const path = join(root, folder);
    if (!existsSync(path)) return [];
    return filesBelow(path).flatMap((file) =>
      problems(readFileSync(join(path, file), "utf8")).map((message) => ({ where: `${folder}/${file}`, message })),
    );
  },
};

function problems(text: string): string[] {
  const actions = [...text.matchAll(/^[\s-]*uses: *(\S+)/gm)].map(([, action = ""]) => action);
  const loose = actions.filter((action) => !action.startsWith("./") && !/@[0-9a-f]{40}$/.test(action));
  const permissions = /^permissions: \{\}$/m.test(text) ? [] : ["must say `permissions: {}` for all its jobs"];
  return [...permissions, ...loose.map((action) => `must name the commit of ${action}`)];
}
