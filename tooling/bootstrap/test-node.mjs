// `test-node.mjs 22`: runs every test and loads the packed packages under another major version of Node, which npm supplies.
// Needs a build. Outside turbo, and without writing reports: neither its cache nor the totals know about it.
import { spawnSync } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { testedPackages } from "./total.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const onWindows = process.platform === "win32";

/** The npm package with the newest Node of a major version for this machine. */
function packageOf(major) {
  return `node-${onWindows ? "win" : process.platform}-${process.arch}@${major}`;
}

/** The path of that Node, downloaded if need be; `undefined` when npm has none. */
function findNode(major) {
  const args = ["--yes", `--package=${packageOf(major)}`, "--", "node", "-p", "process.execPath"];
  const stdio = ["ignore", "pipe", "inherit"];
  const { status, stdout } = spawnSync("npx", args, { stdio, encoding: "utf8", shell: onWindows });
  return status === 0 ? stdout.trim() : undefined;
}

/** Runs a program under a Node, which its own children find as `node`, too, and tells whether it succeeded. */
function succeeds(node, args, cwd = root) {
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ""}` };
  return spawnSync(node, args, { cwd, env, stdio: "inherit" }).status === 0;
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

/** Runs everything under the newest Node of a major version, and says how that went in one line. */
function report(major) {
  const node = findNode(major);
  if (node === undefined) return `No Node ${major} to test with: npx could not get ${packageOf(major)}.`;
  const version = spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim().slice(1);
  if (version.split(".")[0] !== major)
    return `No Node ${major} to test with: ${packageOf(major)} runs Node ${version}.`;
  const failed = failuresUnder(node);
  if (failed.length > 0) return `Failed under Node ${version}: ${failed.join(", ")}.`;
  process.exitCode = 0;
  return `All passed under Node ${version}.`;
}

const [major = ""] = process.argv.slice(2);
process.exitCode = 1;
console.log(/^\d+$/.test(major) ? report(major) : "Which major version of Node? For example: pnpm run test:node 22");
