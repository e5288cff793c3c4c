import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { writeSnapshots } from "./api/snapshot.js";
import { checks } from "./checks/index.js";
import { formatReport } from "./report.js";
import { loadWorkspace } from "./workspace/workspace.js";

// `run.js [--update] [check...]`: runs all checks or the named ones; --update first writes the API snapshots anew.
const { values, positionals } = parseArgs({ options: { update: { type: "boolean" } }, allowPositionals: true });
const unknown = positionals.filter((name) => !checks.some((check) => check.name === name));
if (unknown.length > 0) {
  console.error(`No such check: ${unknown.join(", ")}. There are: ${checks.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}

const workspace = loadWorkspace(fileURLToPath(new URL("../../..", import.meta.url)));
if (values.update === true) console.log(`Wrote ${writeSnapshots(workspace).join(", ")}.`);
const wanted = checks.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const results = wanted.map((check) => ({ check, findings: check.run(workspace) }));
console.log(formatReport(results));
if (results.some(({ findings }) => findings.length > 0)) process.exitCode = 1;
