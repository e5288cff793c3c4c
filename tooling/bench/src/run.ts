import { availableParallelism, cpus } from "node:os";
import { Report } from "./harness/report.js";
import { suites } from "./suites/index.js";

/** `pnpm bench [suite ...]`: runs the named suites, or all of them. */
async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !(name in suites));
  if (unknown.length > 0) {
    process.stderr.write(`No such suite: ${unknown.join(", ")}. There are: ${Object.keys(suites).join(", ")}.\n`);
    process.exitCode = 2;
    return;
  }
  const report = new Report((text) => process.stdout.write(`${text}\n`));
  report.note(
    `Node ${process.versions.node}, ${process.arch}, ${String(availableParallelism())} x ${cpus()[0]?.model ?? "unknown CPU"}`,
  );
  for (const [name, load] of Object.entries(suites)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const { suite } = await load();
    report.note(`# ${name}: ${suite.description}`);
    await suite.run(report);
  }
}

await main(process.argv.slice(2));
