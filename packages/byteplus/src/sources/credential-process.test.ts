import { CredentialsError, isCredentialsError } from "@credport/core";
import {
  canary,
  drive,
  loadContext,
  scriptedHost,
  sourceConformance,
  type CommandHandler,
  type ScriptedHost,
} from "@credport/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { credentialProcess } from "./credential-process.js";
import { splitCommand } from "./split-command.js";

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

describe("splitting (alibaba-credentials 2.8)", () => {
  test.each<readonly [string, readonly string[]]>([
    ["  a  b ", ["a", "b"]],
    [`a 'b "c\\' d`, ["a", 'b "c\\', "d"]],
    [`a "b c"d''`, ["a", "b cd"]],
    [`a "" ''`, ["a", "", ""]],
    ['a\\ b "\\"\\\\\\$\\`\\n"', ["a b", '"\\$`\\n']],
    ['a\\\nb "c\\\nd"', ["ab", "cd"]],
    ["a $HOME *", ["a", "$HOME", "*"]],
  ])("%j", (command, expected) => expect(splitCommand(command, "linux")).toEqual(expected));

  test("on Windows a backslash is literal, except before a double quote inside double quotes", () => {
    expect(splitCommand(String.raw`C:\bin\vend.exe "a\"b" c\ d`, "win32")).toEqual([
      String.raw`C:\bin\vend.exe`,
      'a"b',
      "c\\",
      "d",
    ]);
  });

  test.each([
    ["", /empty/],
    ["'' a", /empty/],
    ["a 'b", /quote/],
    ["a \\", /backslash/],
  ])("%j is refused", (command, message) => expect(() => splitCommand(command, "linux")).toThrow(message));

  test("property: any text splits or is CONFIG_INVALID; single-quoted parts come back", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.constantFrom("linux", "win32"), (text, platform) => {
        try {
          splitCommand(text, platform);
        } catch (error) {
          expect(isCredentialsError(error) && error.code).toBe("CONFIG_INVALID");
        }
      }),
    );
    const part = fc.string().filter((text) => !text.includes("'"));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1 }), (parts) => {
        fc.pre(parts[0] !== "");
        expect(splitCommand(parts.map((text) => `'${text}'`).join(" "), "linux")).toEqual(parts);
      }),
    );
  });
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
    "the command is empty": () => ({
      source: credentialProcess({ command: "" }),
      host: scriptedHost(),
      code: "CONFIG_INVALID",
    }),
  },
  hanging: () => ({
    source: credentialProcess({ command: "vend" }),
    host: machine(() => new Promise(() => undefined)),
  }),
});
