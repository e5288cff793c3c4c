import { createProvider, type ExecFileResult } from "@credport/core";
import { canary, loadContext, scriptedHost, sourceConformance, type ScriptedHost } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { inAnHour } from "../../test/support/answers.js";
import { failureOf, load, loadFailure } from "../../test/support/failure-of.js";
import { external } from "./external.js";

const command = `/opt/tool --password '${canary.password}' "a b"`;
const output = {
  mode: "StsToken",
  access_key_id: "STS.id",
  access_key_secret: canary.accessKeySecret,
  sts_token: canary.securityToken,
  expiration: inAnHour,
};

function processHost(stdout: unknown = output, result: Partial<ExecFileResult> = {}): ScriptedHost {
  const host = scriptedHost();
  host.onExecFile(() => ({
    stdout: typeof stdout === "string" ? stdout : JSON.stringify(stdout),
    stderr: canary.password,
    ...result,
  }));
  return host;
}

const source = (): ReturnType<typeof external> => external({ processCommand: command });

sourceConformance({
  name: "external",
  working: () => ({ source: source(), host: processHost() }),
  failing: {
    "no such program": () => ({ source: source(), host: scriptedHost(), code: "PROCESS_FAILED" }),
    "an exit code": () => ({
      source: source(),
      host: processHost(canary.accessKeySecret, { exitCode: 3 }),
      code: "PROCESS_FAILED",
    }),
    "no JSON": () => ({
      source: source(),
      host: processHost(`{"${canary.accessKeySecret}`),
      code: "MALFORMED_RESPONSE",
    }),
    "half an answer": () => ({
      source: source(),
      host: processHost({ ...output, sts_token: "" }),
      code: "INCOMPLETE_RESPONSE",
    }),
    "too much output": () => ({
      source: source(),
      host: processHost("x".repeat(1024 * 1024 + 1)),
      code: "PROCESS_FAILED",
    }),
    "a command that cannot be split": () => ({
      source: external({ processCommand: `tool '${canary.password}` }),
      host: processHost(),
      code: "CONFIG_INVALID",
    }),
  },
  hanging: () => {
    const host = scriptedHost();
    host.onExecFile(() => new Promise(() => undefined));
    return { source: source(), host };
  },
});

describe("2.8: External", () => {
  test("runs the split command, without a shell, within 60 s", async () => {
    const host = processHost();
    expect(await load(source(), host)).toMatchObject({
      type: "sts",
      expiration: new Date(inAnHour),
      identity: { source: "external" },
    });
    expect(host.commands[0]).toMatchObject({
      file: "/opt/tool",
      args: ["--password", canary.password, "a b"],
      options: { timeout: 60_000 },
    });
  });

  test.each([
    ["linux", String.raw`C:\tool\x "a\"b" 'c d' ""`, ["C:toolx", 'a"b', "c d", ""]],
    ["win32", String.raw`C:\tool\x "a\"b" 'c d' ""`, ["C:\\tool\\x", 'a"b', "c d", ""]],
    ["linux", 'tool a\\\nb "c\\\nd"', ["tool", "ab", "cd"]],
    ["win32", '"C:\\Program Files\\tool.exe" \\', ["C:\\Program Files\\tool.exe", "\\"]],
  ])("on %s the command %j is split by that platform's rules", async (platform, processCommand, expected) => {
    const host = scriptedHost({ platform });
    host.onExecFile(() => ({ stdout: JSON.stringify(output) }));
    await load(external({ processCommand }), host);
    const [ran] = host.commands;
    expect([ran?.file, ...(ran?.args ?? [])]).toEqual(expected);
  });

  test("standard error is not read, and the parent's environment is the program's", async () => {
    const host = processHost(output, { stderr: "{" });
    await load(source(), host);
    expect(host.commands[0]?.options.env).toBeUndefined();
  });

  test("the token is required for mode StsToken only", async () => {
    const plain = { access_key_id: "LTAI", access_key_secret: "s" };
    expect(await load(source(), processHost(plain))).toMatchObject({ type: "access_key" });
    const error = await loadFailure(source(), processHost({ ...plain, mode: "StsToken" }));
    expect(error.code).toBe("INCOMPLETE_RESPONSE");
    expect(error.message).toContain("sts_token");
  });

  test.each(["access_key_id", "access_key_secret"])("10: without %s: INCOMPLETE_RESPONSE names it", async (field) => {
    const error = await loadFailure(source(), processHost({ ...output, [field]: undefined }));
    expect(error.code).toBe("INCOMPLETE_RESPONSE");
    expect(error.message).toContain(field);
  });

  test.each(["null", "[]", "7"])("10: %s, JSON that is no object, is INCOMPLETE_RESPONSE", async (stdout) => {
    expect(await loadFailure(source(), processHost(stdout))).toMatchObject({ code: "INCOMPLETE_RESPONSE" });
  });

  test.each([undefined, "", "tomorrow", "2026-01-01T13:00:00+00:00"])(
    "4.4: an expiration of %j is not cached: the command runs at every call",
    async (expiration) => {
      const host = processHost({ ...output, expiration });
      await using provider = createProvider(source(), { host });
      const [one, other] = await Promise.all([provider.getCredentials(), provider.getCredentials()]);
      expect(one.expiration).toBeUndefined();
      expect(other).toBe(one);
      expect(host.commands).toHaveLength(1);
      await provider.getCredentials();
      expect(host.commands).toHaveLength(2);
    },
  );

  test("10: an exit code stands in the message, a timeout in ms", async () => {
    expect((await loadFailure(source(), processHost("", { exitCode: 17 }))).message).toContain("17");
    expect((await loadFailure(source(), processHost("", { exitCode: null }))).code).toBe("PROCESS_FAILED");
    const host = scriptedHost();
    host.onExecFile(() => new Promise(() => undefined));
    const failing = loadFailure(external({ processCommand: "tool", processTimeout: 1_500 }), host);
    await host.clock.advance(1_500);
    expect(await failing).toMatchObject({ code: "PROCESS_TIMEOUT", message: expect.stringContaining("1500") });
  });

  test("2.8: an aborted run names no part of the command line, its program neither", async () => {
    const host = scriptedHost();
    host.onExecFile(() => new Promise(() => undefined));
    const controller = new AbortController();
    const failing = failureOf(() => source().load(loadContext(host, { signal: controller.signal })));
    controller.abort(new Error("enough"));
    const error = await failing;
    expect(error).toMatchObject({ code: "ABORTED", cause: { message: "enough" } });
    expect(error.message).not.toContain("tool");
  });

  test("a command that is none is CONFIG_INVALID", async () => {
    // @ts-expect-error a caller without types
    expect((await failureOf(() => external({}))).message).toContain("processCommand");
  });
});
