// `test-node.mjs 22`: runs every test and loads the packed packages under another major version of Node, which npm supplies.
// Needs a build. Outside turbo, and without writing reports: neither its cache nor the totals know about it.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { testedPackages } from "./total.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The path of the newest Node of a major version, downloaded if need be; `undefined` when npm has none. */
function findNode(major) {
  const name = `node-${process.platform}-${process.arch}@${major}`;
  const args = ["--yes", `--package=${name}`, "--", "node", "-p", "process.execPath"];
  const { status, stdout } = spawnSync("npx", args, { stdio: ["ignore", "pipe", "inherit"], encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

/** Runs a program under `node` and tells whether it succeeded. */
function succeeds(node, args, cwd = root) {
  return spawnSync(node, args, { cwd, stdio: "inherit" }).status === 0;
}

/** What failed under `node`. */
function failuresUnder(node) {
  const failed = testedPackages(root).filter((folder) => {
    const vitest = join(root, folder, "node_modules/vitest/vitest.mjs");
    const args = [vitest, "run", "--config", "../../tooling/vitest/vitest.config.mjs", "--reporter=dot"];
    return !succeeds(node, args, join(root, folder));
  });
  return succeeds(node, ["tooling/checks/dist/pack/run.js"]) ? failed : [...failed, "the packed packages"];
}

const [major] = process.argv.slice(2);
const node = major === undefined ? undefined : findNode(major);
if (node === undefined) {
  console.error("Which version of Node? For example: pnpm run test:node 22");
  process.exitCode = 2;
} else {
  const failed = failuresUnder(node);
  console.log(
    failed.length === 0 ? `All passed under Node ${major}.` : `Failed under Node ${major}: ${failed.join(", ")}.`,
  );
  if (failed.length > 0) process.exitCode = 1;
}
