import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { Check, Finding } from "../check.js";
import { asRecord, type EntryPoint } from "../workspace/parse-manifest.js";
import { publicPackages, type WorkspacePackage } from "../workspace/workspace.js";

/** Fields whose value is the same in every published package. */
const sameEverywhere: Readonly<Record<string, unknown>> = {
  license: "Apache-2.0",
  type: "module",
  engines: { node: ">=20.19" },
  sideEffects: false,
  publishConfig: { access: "public", provenance: true },
  scripts: { test: "vitest run --config ../../tooling/vitest/vitest.config.mjs" },
};

const requiredFiles = ["README.md", "src/index.ts", "tsconfig.json", "tsconfig.test.json"];

/** What a tarball has to hold: the build, the sources its maps point to, and no test. */
const packedFiles = ["dist", "src", "!**/*.test.*", "!**/*.test-d.*", "!**/*.tsbuildinfo"];

/** Folders are named for a topic; these names say nothing. */
const meaningless = /(?:^|\/)(?:common|helpers?|lib|misc|utils?)\//;

/** Knowing one package means knowing them all. */
export const packageShape: Check = {
  name: "package-shape",
  promise: "Published packages have the same files, manifest fields and entry-point conditions.",
  run: (workspace) =>
    publicPackages(workspace).flatMap((each) => {
      const messages = [...fileFindings(each), ...fieldFindings(each), ...entryFindings(each)];
      return messages.map((message): Finding => ({ where: each.folder, message }));
    }),
};

function fileFindings({ files }: WorkspacePackage): string[] {
  return [
    ...requiredFiles.filter((file) => !files.includes(file)).map((file) => `has no ${file}`),
    ...files.filter((file) => meaningless.test(file)).map((file) => `${file}: name the folder for its topic`),
  ];
}

function fieldFindings({ folder, manifest }: WorkspacePackage): string[] {
  const { name, fields } = manifest;
  const listed = Array.isArray(fields["files"]) ? fields["files"] : [];
  const problems = Object.entries(sameEverywhere)
    .filter(([field, value]) => JSON.stringify(fields[field]) !== JSON.stringify(value))
    .map(([field, value]) => `package.json: ${field} must be ${JSON.stringify(value)}`);
  if (name !== `@credport/${basename(folder)}`)
    problems.push(`package.json: name must be @credport/${basename(folder)}`);
  if (typeof fields["description"] !== "string") problems.push("package.json: description is missing");
  if (asRecord(fields["repository"])["directory"] !== folder) {
    problems.push(`package.json: repository.directory must be ${folder}`);
  }
  const absent = packedFiles.filter((pattern) => !listed.includes(pattern));
  return [...problems, ...absent.map((pattern) => `package.json: files must list ${pattern}`)];
}

function entryFindings({ path, manifest }: WorkspacePackage): string[] {
  const { ".": main, "./package.json": manifestEntry, ...others } = manifest.exports;
  return [
    ...(manifestEntry?.["default"] === "./package.json" ? [] : ["package.json: exports must list ./package.json"]),
    ...Object.entries({ ".": main ?? {}, ...others }).flatMap(([entry, conditions]) => {
      const problem = conditionsProblem(path, conditions);
      return problem === undefined ? [] : [`package.json: exports["${entry}"] ${problem}`];
    }),
  ];
}

/** An entry point names its source, its types and its build, in that order, and they belong together. */
function conditionsProblem(path: string, conditions: EntryPoint): string | undefined {
  if (Object.keys(conditions).join() !== "@credport/source,types,default") {
    return "must have the conditions @credport/source, types, default in that order";
  }
  const source = String(conditions["@credport/source"]);
  if (!existsSync(join(path, source))) return `names ${source}, which does not exist`;
  const built = source.replace(/^\.\/src\//, "./dist/").replace(/\.ts$/, "");
  const matches = conditions["types"] === `${built}.d.ts` && conditions["default"] === `${built}.js`;
  return matches ? undefined : `must build ${source} to ${built}.js and ${built}.d.ts`;
}
