import { createRequire } from "node:module";
import { rotatingProvider } from "@credport/testing";
import { afterEach, expect, test, vi } from "vitest";
import { createCredentialsTool, createLogClient, createPopCore } from "../src/index.js";

const require = createRequire(import.meta.url);
const { provider } = rotatingProvider(() => ({ accessKeyId: "LTAI", accessKeySecret: "secret" }));

afterEach(() => {
  vi.doUnmock("@alicloud/credentials");
});

// Each of these versions would take the options without a word, and sign with something else or with nothing.
test("a client that does not know providers yet is refused, by what is there and what is needed", async () => {
  const popCore = (): unknown =>
    createPopCore(require("pop-core-too-old"), { provider, endpoint: "https://x", apiVersion: "1" });
  expect(popCore).toThrow('"@alicloud/pop-core" ^1.8.0 (found: 1.8.0). Install @alicloud/pop-core@"^1.8.0"');
  const log = (): unknown => createLogClient(require("log-too-old"), { provider, endpoint: "https://x" });
  expect(log).toThrow('"@alicloud/log" ^1.2.6 (found: 1.2.6). Install @alicloud/log@"^1.2.6"');
  vi.doMock("@alicloud/credentials", () => require("credentials-too-old"));
  await expect(createCredentialsTool(provider)).rejects.toThrow('npm install @alicloud/credentials@"^2.4.2"');
});
