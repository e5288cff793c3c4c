import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { snapshotFile, snapshotText } from "../api/snapshot.js";
import type { Check, Finding } from "../check.js";
import { asRecord } from "../workspace/parse-manifest.js";
import { filesBelow, publicPackages, type Workspace } from "../workspace/workspace.js";

/** A change of the public surface shows as a diff of `api/`, next to the changeset that explains it. */
export const apiSnapshot: Check = {
  name: "api-snapshot",
  promise: "api/<package>.json lists what each package exports; `npm run check -- --update` writes it.",
  run: (workspace) => {
    const packages = publicPackages(workspace);
    const expected = new Map(packages.map((each) => [snapshotFile(each), snapshotText(workspace, each)]));
    return [
      ...[...expected].flatMap(([file, text]) => compare(workspace, file, text)),
      ...snapshotsPresent(workspace)
        .filter((file) => !expected.has(file))
        .map((file) => ({ where: file, message: "belongs to no package" })),
    ];
  },
};

function snapshotsPresent({ root }: Workspace): readonly string[] {
  const folder = join(root, "api");
  return existsSync(folder) ? filesBelow(folder).map((file) => `api/${file}`) : [];
}

function compare({ root }: Workspace, file: string, expected: string): Finding[] {
  const path = join(root, file);
  if (!existsSync(path)) return [{ where: file, message: "is missing: run with --update" }];
  const text = readFileSync(path, "utf8");
  if (text === expected) return [];
  const names = changedNames(JSON.parse(text), JSON.parse(expected));
  return [
    { where: file, message: `does not match the exports (${names.join(", ")}): run with --update, add a changeset` },
  ];
}

/** The names whose entries differ between two snapshots, with `+` or `-` where one has no such name. */
function changedNames(before: unknown, after: unknown): string[] {
  const [old, now] = [byName(before), byName(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((name) => old.get(name) !== now.get(name))
    .map((name) => (old.has(name) ? (now.has(name) ? name : `-${name}`) : `+${name}`));
}

function byName(snapshot: unknown): Map<string, string> {
  const entries = Array.isArray(snapshot) ? snapshot.map(asRecord) : [];
  return new Map(entries.map((entry) => [`${String(entry["entry"])} ${String(entry["name"])}`, JSON.stringify(entry)]));
}
