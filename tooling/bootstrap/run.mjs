// The two commands of the README. They need Node and npm only: pnpm comes, pinned, through npx.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { formatTotal, readTotal, removeReports } from "./total.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[/\\]$/, "");
const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const env = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: "1",
  // Part of every cache key: a result under one version of Node says nothing about another.
  CREDPORT_NODE: process.version,
  npm_config_loglevel: "error",
};

/** Runs one step in the repository root and returns its exit code. */
function run(program, args) {
  const onWindows = process.platform === "win32";
  const { status, error } = spawnSync(program, args, { cwd: root, env, stdio: "inherit", shell: onWindows });
  if (error) throw error;
  return status ?? 1;
}

/** As {@link run}, but a step that fails ends this process with its exit code. */
function mustRun(program, args) {
  const status = run(program, args);
  if (status !== 0) process.exit(status);
}

const pnpm = (...args) => ["npx", ["--yes", packageManager, ...args]];
const turbo = (...args) => pnpm("run", "turbo", "run", ...args);

const install = () => mustRun(...pnpm("install", "--frozen-lockfile", "--prefer-offline", "--reporter=append-only"));

function start(args) {
  install();
  mustRun(...pnpm("--silent", "run", "build:quickstart"));
  process.exitCode = run("node", ["apps/quickstart/dist/main.js", ...args]);
}

/** Every step runs, whatever fails before it, so that one run shows everything there is to mend. */
function test() {
  removeReports(root);
  install();
  const checks = ["//#typecheck", "//#lint", "//#format:check", "//#check", "//#check:dead", "//#check:pack"];
  const status = run(
    ...turbo("//#build", ...checks, "test", "--concurrency=2", "--continue=always", "--output-logs=new-only"),
  );
  if (status !== 0) process.exitCode = status;
  total();
}

/** Prints the totals of the last run; its last line is the one that continuous integration reads. */
function total() {
  const result = readTotal(root);
  for (const problem of result.problems) console.log(problem);
  if (result.failed > 0 || result.passed === 0) process.exitCode ??= 1;
  console.log(formatTotal(result));
}

const [command, ...rest] = process.argv.slice(2);
const commands = { start, test, total };
if (command in commands) commands[command](rest);
else {
  console.error(`Unknown command "${command}": use ${Object.keys(commands).join(", ")}.`);
  process.exitCode = 2;
}
