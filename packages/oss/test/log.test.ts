import { afterEach, expect, it, vi } from "vitest";
import { StaticCredentialsProvider, type LogLevel, type OssClientOptions } from "../src/index.js";
import { refuse, stubClient, stubServer, testHost } from "./fixture.js";

const target = { bucket: "my-bucket", key: "key.txt" };

afterEach(() => vi.restoreAllMocks());

/** The levels and lines that a call which fails for good writes, after one that is repeated. */
async function logged(options: Partial<OssClientOptions>): Promise<{ levels: string[]; text: string }> {
  await using server = await stubServer((response, attempt) =>
    attempt === 1 ? refuse(response, 500, "InternalError") : refuse(response, 404, "NoSuchKey"),
  );
  const levels: string[] = [];
  const lines: string[] = [];
  await using client = stubClient(server, {
    credentialsProvider: new StaticCredentialsProvider("canary-id", "canary-secret", "canary-token"),
    logPrinter: (level, line) => {
      levels.push(level);
      lines.push(line);
    },
    ...options,
  });
  const query = { "x-oss-signature": "canary-signature", "security-token": "canary-query", plain: "kept" };
  await client.invoke({ operation: "Get", method: "GET", ...target, query }).catch(() => undefined);
  return { levels, text: lines.join("\n") };
}

it.each<[LogLevel, string[]]>([
  ["off", []],
  ["error", ["error"]],
  ["warning", ["warning", "error"]],
  ["info", ["warning", "error"]],
  ["debug", ["debug", "warning", "debug", "error"]],
])("3: level %s", async (logLevel, expected) => {
  expect((await logged({ logLevel })).levels).toEqual(expected);
});

it("3: shows what was asked and no key id, secret, token or signature", async () => {
  const { text } = await logged({ logLevel: "debug" });
  expect(text).toContain("plain=kept");
  expect(text).toContain("NoSuchKey");
  expect(text).toContain("authorization: REDACTED");
  expect(text).not.toContain("canary");
});

it.each([
  ["error", ["error"]],
  ["ERR", ["error"]],
  ["warning", ["warning", "error"]],
  ["warn", ["warning", "error"]],
  ["info", ["warning", "error"]],
  ["debug", ["debug", "warning", "debug", "error"]],
  ["dbg", ["debug", "warning", "debug", "error"]],
  ["everything", []],
  ["", []],
])("3: OSS_SDK_LOG_LEVEL=%s", async (name, expected) => {
  const host = { ...testHost(), env: (variable: string) => (variable === "OSS_SDK_LOG_LEVEL" ? name : undefined) };
  expect((await logged({ host })).levels).toEqual(expected);
});

it("3: goes to standard error where nobody says otherwise", async () => {
  const printed = vi.spyOn(console, "error").mockImplementation(() => undefined);
  await logged({ logLevel: "error", logPrinter: undefined });
  expect(printed.mock.calls).toEqual([[expect.stringMatching(/^\[credport-oss\] error GET http:.* failed: /)]]);
});
