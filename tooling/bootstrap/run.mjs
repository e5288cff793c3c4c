// The two commands of the README. They need Node and npm only: pnpm comes, pinned, through npx.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const PNPM = "pnpm@10.34.9";
const root = fileURLToPath(new URL("../..", import.meta.url));
const [command, ...rest] = process.argv.slice(2);
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", npm_config_loglevel: "error" };

/** Runs one step in the repository root and ends this process with its exit code when it fails. */
function run(program, args) {
  const { status, error } = spawnSync(program, args, { cwd: root, env, stdio: "inherit", shell: process.platform === "win32" });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

const pnpm = (...args) => run("npx", ["--yes", PNPM, ...args]);

pnpm("install", "--frozen-lockfile", "--prefer-offline", "--reporter=append-only");
switch (command) {
  case "start":
    pnpm("run", "turbo", "run", "//#build", "--output-logs=errors-only");
    run("node", ["apps/quickstart/dist/main.js", ...rest]);
    break;
  case "test":
    pnpm("run", "turbo", "run", "//#build", "//#lint", "//#format:check", "//#check", "test", "--concurrency=2");
    run("node", ["tooling/bootstrap/total.mjs"]);
    break;
  default:
    console.error(`Unknown command "${command}": use "start" or "test".`);
    process.exit(2);
}
