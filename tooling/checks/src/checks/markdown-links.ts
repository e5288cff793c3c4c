import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Check, Finding } from "../check.js";
import { filesBelow, type Workspace } from "../workspace/workspace.js";

/** A link to a file of this repository leads somewhere. Links to the web are not followed. */
export const markdownLinks: Check = {
  name: "markdown-links",
  promise: "Relative links in Markdown lead to files that exist.",
  run: (workspace) => markdownFiles(workspace).flatMap((file) => deadLinks(workspace, file)),
};

function markdownFiles({ root, packages }: Workspace): readonly string[] {
  const inDocs = existsSync(join(root, "docs")) ? filesBelow(join(root, "docs")).map((file) => `docs/${file}`) : [];
  const inPackages = packages.flatMap(({ folder, files }) => files.map((file) => `${folder}/${file}`));
  return [...readdirSync(root), ...inDocs, ...inPackages].filter((file) => file.endsWith(".md"));
}

function deadLinks({ root }: Workspace, file: string): Finding[] {
  const text = readFileSync(join(root, file), "utf8").replaceAll(/^```[^]*?^```/gm, "");
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = ""]) => link.replace(/#.*$/, ""))
    .filter((link) => link !== "" && !/^[a-z]+:|^\//.test(link))
    .filter((link) => !existsSync(join(root, dirname(file), link)))
    .map((link) => ({ where: file, message: `links to ${link}, which does not exist` }));
}
