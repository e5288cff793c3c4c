import { inspect } from "node:util";
import { createNodeHost } from "@credport/node";
import { expect, test } from "vitest";
import { serveRaw } from "./support/http-server.js";
import { rejection } from "./support/rejection.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const host = createNodeHost({ env: { PATH: process.env["PATH"], BASE: "base" } });
const node = process.execPath;

/**
 * A shell that starts a grandchild which connects to the port, ignores SIGTERM and never ends by itself. Its connection closes when
 * it dies: a process that was killed but not yet reaped still has its id.
 */
function stubbornFamily(port: number): string[] {
  const grandchild = `process.on("SIGTERM", () => {}); require("net").connect(${String(port)}, "127.0.0.1").on("error", () => {})`;
  return ["-c", `"${node}" -e '${grandchild}' & trap "" TERM; wait; wait`];
}

test("arguments reach the program as they are: no shell reads them", async () => {
  const args = ["$HOME", "a b", "*", ";echo", "'\"`", "值"];
  const script = "process.stdout.write(JSON.stringify(process.argv.slice(1))); process.stderr.write('note')";
  const result = await host.execFile(node, ["-e", script, "--", ...args]);
  expect(result).toEqual({ exitCode: 0, stdout: JSON.stringify(args), stderr: "note" });
});

test("any exit code is a result; a signal from elsewhere is null", async () => {
  expect(await host.execFile(node, ["-e", "process.exit(3)"])).toEqual({ exitCode: 3, stdout: "", stderr: "" });
  expect(await host.execFile(node, ["-e", "process.kill(process.pid, 'SIGKILL')"])).toMatchObject({ exitCode: null });
});

test("the environment is the host's with the options' on top; the folder is the one asked for; input is empty", async () => {
  await using folder = await temporaryFolder();
  const script =
    "const { BASE, ADDED } = process.env; console.log(JSON.stringify([BASE, ADDED, process.cwd(), require('fs').readFileSync(0, 'utf8')]))";
  const { stdout } = await host.execFile(node, ["-e", script], { env: { ADDED: "added" }, cwd: folder.path(".") });
  expect(JSON.parse(stdout)).toEqual(["base", "added", folder.path("."), ""]);
});

test("a program that cannot be started is PROCESS_FAILED, without its arguments", async () => {
  for (const [file, args] of [
    ["credport-no-such-program", ["canary"]],
    [node, ["canary\0"]],
  ] as const) {
    const error = await rejection(host.execFile(file, args));
    expect(error.code).toBe("PROCESS_FAILED");
    expect(error.message).toContain(`cannot start ${file}: `);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("canary");
  }
});

test.each(["stdout", "stderr"])(
  "too much output on %s ends the program; what it printed stays out of the error",
  async (stream) => {
    const script = `setInterval(() => process.${stream}.write("canary".repeat(1000)), 1)`;
    const error = await rejection(host.execFile(node, ["-e", script], { maxOutputBytes: 10_000 }));
    expect(error).toMatchObject({ code: "PROCESS_FAILED", message: `${node} printed more than 10000 bytes` });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("canary");
  },
);

test("a timeout ends the whole process group, also what ignores SIGTERM", async () => {
  await using server = await serveRaw(() => undefined);
  // Long enough for the grandchild to start, on a busy machine too.
  const timeout = 2_500;
  const error = await rejection(host.execFile("sh", stubbornFamily(server.port), { timeout }));
  expect(error).toMatchObject({ code: "PROCESS_TIMEOUT", message: "sh did not end within 2500 ms" });
  expect(server.connections).toHaveLength(1);
  await expect.poll(() => server.connections[0]?.closed).toBe(true);
});

test("a program that ends itself on SIGTERM may clean up", async () => {
  await using folder = await temporaryFolder();
  const script = `trap "echo clean > ${folder.path("left")}; exit" TERM; while :; do sleep 0.02; done`;
  await rejection(host.execFile("sh", ["-c", script], { timeout: 1_000 }));
  expect(await host.readFile(folder.path("left"))).toBe("clean\n");
});

test("a child that holds the output open after its parent ended counts against the timeout", async () => {
  const error = await rejection(host.execFile("sh", ["-c", "sleep 600 & exit 0"], { timeout: 100 }));
  expect(error).toMatchObject({ code: "PROCESS_TIMEOUT" });
});

test("an abort ends the process group; an aborted signal starts nothing", async () => {
  await using folder = await temporaryFolder();
  await using server = await serveRaw(() => undefined);
  const reason = new Error("enough");
  const controller = new AbortController();
  const { signal } = controller;
  const pending = rejection(host.execFile("sh", stubbornFamily(server.port), { signal }));
  await expect.poll(() => server.connections.length).toBe(1);
  controller.abort(reason);
  expect(await pending).toMatchObject({ code: "ABORTED", message: "running sh was aborted", cause: reason });
  await expect.poll(() => server.connections[0]?.closed).toBe(true);
  const never = host.execFile("sh", ["-c", `touch ${folder.path("ran")}`], { signal });
  expect(await rejection(never)).toMatchObject({ code: "ABORTED", cause: reason });
  expect(await rejection(host.readFile(folder.path("ran")))).toMatchObject({ code: "NOT_CONFIGURED" });
});
