import { CredentialsError } from "@credport/core";
import {
  canary,
  drive,
  loadContext,
  scriptedHost,
  sourceConformance,
  type CommandHandler,
  type ScriptedHost,
} from "@credport/testing";
import { describe, expect, test } from "vitest";
import { credentialProcess } from "./credential-process.js";

const keys = {
  Version: 1,
  AccessKeyId: "vended",
  SecretAccessKey: canary.accessKeySecret,
  SessionToken: canary.securityToken,
};

function machine(handler: CommandHandler): ScriptedHost {
  const host = scriptedHost();
  host.onExecFile(handler);
  return host;
}

const prints = (output: unknown): ScriptedHost =>
  machine(() => ({ stdout: typeof output === "string" ? output : JSON.stringify(output) }));
const outcome = (host: ScriptedHost): Promise<unknown> =>
  drive(
    host,
    credentialProcess({ command: "vend --json 'a b'" })
      .load(loadContext(host))
      .catch((error: unknown) => error),
  );

describe("1.5 process provider", () => {
  test("runs the command without a shell, for 60 s and 64 KiB at most", async () => {
    const host = prints(keys);
    expect(await outcome(host)).toMatchObject({ accessKeyId: "vended", type: "sts", identity: { source: "process" } });
    expect(host.commands[0]).toMatchObject({
      file: "vend",
      args: ["--json", "a b"],
      options: { timeout: 60_000, maxOutputBytes: 65_536 },
    });
  });

  test("without Expiration the keys are static; with one they expire", async () => {
    expect(await outcome(prints(keys))).not.toHaveProperty("expiration");
    expect(await outcome(prints({ ...keys, Expiration: "2026-01-02T00:00:00+02:00" }))).toMatchObject({
      expiration: new Date("2026-01-01T22:00:00Z"),
    });
  });

  test.each([
    ["no JSON", "secret", "MALFORMED_RESPONSE", "ProcessProviderParseError"],
    ["no object", "[1]", "MALFORMED_RESPONSE", "ProcessProviderParseError"],
    ["another version", { ...keys, Version: 2 }, "MALFORMED_RESPONSE", "ProcessProviderVersionError"],
    ["no version", { ...keys, Version: undefined }, "MALFORMED_RESPONSE", "ProcessProviderVersionError"],
    ["no key id", { ...keys, AccessKeyId: "" }, "CONFIG_INVALID", "ProcessProviderRequiredError"],
    ["no secret", { ...keys, SecretAccessKey: undefined }, "CONFIG_INVALID", "ProcessProviderRequiredError"],
    ["a bad expiration", { ...keys, Expiration: "soon" }, "MALFORMED_RESPONSE", "ProcessProviderParseError"],
  ])("1.12: %s", async (_what, output, code, vendorCode) => {
    expect(await outcome(prints(output))).toMatchObject({ code, vendorCode });
  });

  test("1.12: an exit code, a signal and a timeout are ProcessProviderExecutionError", async () => {
    expect(await outcome(machine(() => ({ exitCode: 3 })))).toMatchObject({
      code: "PROCESS_FAILED",
      vendorCode: "ProcessProviderExecutionError",
      message: expect.stringContaining("3"),
    });
    expect(await outcome(machine(() => ({ exitCode: null })))).toMatchObject({ code: "PROCESS_FAILED" });
    expect(await outcome(machine(() => new Promise(() => undefined)))).toMatchObject({
      code: "PROCESS_TIMEOUT",
      vendorCode: "ProcessProviderExecutionError",
    });
  });
});

test.each(["'' a", "vend 'half", "vend \\"])("1.5: a command that cannot be split, %j, is refused", async (command) => {
  const host = prints(keys);
  await expect(credentialProcess({ command }).load(loadContext(host))).rejects.toMatchObject({
    code: "CONFIG_INVALID",
    vendorCode: "ProcessProviderRequiredError",
    message: expect.not.stringContaining("vend"),
  });
  expect(host.commands).toHaveLength(0);
});

sourceConformance({
  name: "process",
  working: () => ({ source: credentialProcess({ command: ["vend"] }), host: prints(keys) }),
  failing: {
    "it prints something else": () => ({
      source: credentialProcess({ command: "vend" }),
      host: prints(canary.accessKeySecret),
      code: "MALFORMED_RESPONSE",
    }),
    "it fails and says why": () => ({
      source: credentialProcess({ command: "vend" }),
      host: machine(() => ({ exitCode: 1, stderr: canary.accessKeySecret })),
      code: "PROCESS_FAILED",
    }),
    "it cannot start": () => ({
      source: credentialProcess({ command: "vend" }),
      host: machine(() => {
        throw new CredentialsError({ code: "PROCESS_FAILED", message: "ENOENT" });
      }),
      code: "PROCESS_FAILED",
    }),
    "the program is empty": () => ({
      source: credentialProcess({ command: '""' }),
      host: scriptedHost(),
      code: "CONFIG_INVALID",
    }),
  },
  hanging: () => ({
    source: credentialProcess({ command: "vend" }),
    host: machine(() => new Promise(() => undefined)),
  }),
});

test.each<readonly [string, string | readonly string[]]>([
  ["an empty text", " "],
  ["an empty list", []],
  ["an empty program", [""]],
])("bad input: %s as command is refused at construction", (_what, command) => {
  expect(() => credentialProcess({ command })).toThrow(
    expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringContaining('"command"') }),
  );
});
