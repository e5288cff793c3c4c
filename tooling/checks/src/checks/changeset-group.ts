import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "../check.js";
import { asRecord } from "../workspace/parse-manifest.js";
import { publicPackages, readJson } from "../workspace/workspace.js";

const file = ".changeset/config.json";

/** Until 1.0 all published packages have one version, so users never have to find out which ones fit together. */
export const changesetGroup: Check = {
  name: "changeset-group",
  promise: "The fixed group of the changesets lists exactly the published packages.",
  run: (workspace) => {
    const path = join(workspace.root, file);
    const { fixed } = existsSync(path) ? asRecord(readJson(path)) : {};
    const group = Array.isArray(fixed) ? fixed.flat().map(String) : [];
    const names = publicPackages(workspace).map(({ manifest }) => manifest.name);
    return [
      ...names
        .filter((name) => !group.includes(name))
        .map((name) => ({ where: file, message: `does not list ${name}` })),
      ...group
        .filter((name) => !names.includes(name))
        .map((name) => ({ where: file, message: `lists ${name}, which is not published` })),
    ];
  },
};
