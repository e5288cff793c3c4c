import { expect, test } from "vitest";
import { runCommand } from "../src/command.js";

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
  [["--unknown"], "--unknown"],
])("%j is refused, naming what is wrong", async (args, message) => {
  await expect(runCommand(args, () => undefined)).rejects.toThrow(message);
});
