import { checkPackage } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import type { Finding } from "../check.js";
import type { Tarball } from "./pack-workspace.js";

/** Judges one tarball: what it holds, publint in strict mode, and its types as an ESM-only package's users see them. */
export async function tarballFindings(tarball: Tarball): Promise<readonly Finding[]> {
  const messages = [...contentProblems(tarball), ...(await publintProblems(tarball)), ...(await typeProblems(tarball))];
  return messages.map((message) => ({ where: tarball.name, message }));
}

const expected = ["README.md", "LICENSE", "package.json", "dist/index.js", "dist/index.d.ts", "src/index.ts"];

/** What every program loads is one file: modules of these packages' other entries, and lazy ones, import it by its own name. */
const ofOneFile: ReadonlySet<string> = new Set(["@credport/core", "@credport/node"]);

function contentProblems({ name, content }: Tarball): string[] {
  const folder = `/node_modules/${name}/`;
  const files = content.listFiles().map((file) => file.slice(folder.length));
  return [
    ...expected.filter((file) => !files.includes(file)).map((file) => `does not hold ${file}`),
    ...files.filter((file) => /\.test(?:-d)?\.|\.tsbuildinfo$/.test(file)).map((file) => `holds ${file}`),
    ...(/"(?:workspace|catalog):/.test(content.readFile(`${folder}package.json`))
      ? ["package.json names versions only this repository understands"]
      : []),
    ...(ofOneFile.has(name) && /^import .* from "\.\/chunks\//m.test(content.readFile(`${folder}dist/index.js`))
      ? ["dist/index.js needs a chunk: something else imports one of its modules by a path"]
      : []),
  ];
}

async function publintProblems({ data }: Tarball): Promise<string[]> {
  const tarball = Uint8Array.from(data).buffer;
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true, level: "warning" });
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false }) ?? message.code}`);
}

/** Resolutions of CommonJS and of bundlers before ESM do not apply to packages that are ESM only. */
const ignored: ReadonlySet<string> = new Set(["node10", "node16-cjs"]);

async function typeProblems({ content }: Tarball): Promise<string[]> {
  const result = await checkPackage(content);
  if (!result.types) return ["types: there are none"];
  return result.problems
    .filter((problem) => !("resolutionKind" in problem && ignored.has(problem.resolutionKind)))
    .map((problem) => {
      const place = "entrypoint" in problem ? ` at ${problem.entrypoint} (${problem.resolutionKind})` : "";
      return `types: ${problem.kind}${place}`;
    });
}
