import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runCommand } from "../src/command.js";
import { startEmulator } from "../src/index.js";

test("prints the endpoints, a user and a role, and leaves the emulator running", async () => {
  let output = "";
  const emulator = await runCommand(
    [
      "--services",
      "sts,oss",
      "--bucket",
      "demo",
      "--region",
      "cn-beijing",
      "--account-id",
      "42",
      "--port",
      "control=0",
    ],
    (text) => (output += text),
  );
  const url = /^oss +(http:\S+)$/m.exec(output)?.[1] ?? "";
  expect(output).toMatch(/^sts +http:\/\/127\.0\.0\.1:\d+$/m);
  expect(output).toMatch(/^control +http:\/\/127\.0\.0\.1:\d+$/m);
  expect(output).toMatch(/^access key id +LTAI\w+$/m);
  expect(output).toMatch(/^role +acs:ram::42:role\/emulator$/m);
  expect(await (await fetch(`${url}/demo/`)).text()).toContain("<Code>AccessDenied</Code>");
  await emulator?.close();
});

test("a port that is taken is refused by its number", async () => {
  await using first = await startEmulator({ services: ["sts"] });
  const port = String(first.sts.port);
  const started = runCommand(["--services", "ecs,sts", "--port", "ecs=0", "--port", `sts=${port}`], () => undefined);
  await expect(started).rejects.toMatchObject({ code: "EADDRINUSE", message: expect.stringContaining(port) });
  await first.close();
  const second = await runCommand(["--services", "sts", "--port", `sts=${port}`], () => undefined);
  expect(second?.endpoints.get("sts")?.port).toBe(first.sts.port);
  await second?.close();
});

test("ends, without a stack trace, when nobody reads what it prints", async () => {
  const program = fileURLToPath(new URL("../bin/credport-emulator.js", import.meta.url));
  const conditions = ["--conditions=@credport/source", "--import=tsx"];
  const child = spawn(process.execPath, [...conditions, program, "--services", "sts"], { stdio: "pipe" });
  child.stdout.destroy();
  const [[exitCode], errors] = await Promise.all([once(child, "exit"), text(child.stderr)]);
  expect([exitCode, errors]).toEqual([1, ""]);
});

test("--help explains, and starts nothing", async () => {
  let output = "";
  expect(await runCommand(["--help"], (text) => (output += text))).toBeUndefined();
  expect(output).toContain("--services LIST");
});

test.each([
  [["--services", "s4"], 'no service "s4"'],
  [["--port", "oss"], "--port oss"],
  [["--port", "oss=70000"], "--port oss=70000"],
  [["--port", "s4=1"], "--port s4=1"],
  [["--services", "sts", "--bucket", "demo"], "--bucket"],
  [["--unknown"], "--unknown"],
])("%j is refused, naming what is wrong", async (args, message) => {
  await expect(runCommand(args, () => undefined)).rejects.toThrow(message);
});
