// `test-node.mjs 22`: loads the packed packages and runs every test under another major version of Node, which npm supplies.
// Outside turbo, and without writing reports: neither its cache nor the totals know about it.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { testedPackages } from "./total.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs a program and tells whether it succeeded. */
function succeeds(program, args, cwd = root) {
  return spawnSync(program, args, { cwd, stdio: "inherit" }).status === 0;
}

/** Runs this script again under the wanted version. */
function runUnder(major) {
  const node = `node-${process.platform}-${process.arch}@${major}`;
  return succeeds("npx", ["--yes", `--package=${node}`, "--", "node", fileURLToPath(import.meta.url), "--here"]);
}

/** Runs everything under the version this script runs on. Needs a build. */
function runHere() {
  console.log(`Node ${process.version}`);
  const failed = testedPackages(root).filter((folder) => {
    const vitest = join(root, folder, "node_modules/vitest/vitest.mjs");
    const args = [vitest, "run", "--config", "../../tooling/vitest/vitest.config.mjs", "--reporter=dot"];
    return !succeeds(process.execPath, args, join(root, folder));
  });
  if (!succeeds(process.execPath, ["tooling/checks/dist/pack/run.js"])) failed.push("the packed packages");
  console.log(`Node ${process.version}: ${failed.length === 0 ? "all passed" : `failed: ${failed.join(", ")}`}`);
  return failed.length === 0;
}

const [version] = process.argv.slice(2);
if (version === undefined) {
  console.error("Which version of Node? For example: pnpm run test:node 22");
  process.exitCode = 2;
} else if (!(version === "--here" ? runHere() : runUnder(version))) process.exitCode = 1;
