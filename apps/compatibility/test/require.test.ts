import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const run = promisify(execFile);

/** Loads every built adapter as a CommonJS program does, and makes the one client that looks at how a function was built. */
const program = `
const adapters = ["ali-oss", "alicloud", "aws", "fetch", "volcengine"].map((name) => require("@credport/adapter-" + name));
const { createAccessKeyCredentials, staticSource } = require("@credport/core");
const credentials = createAccessKeyCredentials({ accessKeyId: "id", accessKeySecret: "secret", source: "test" });
const provider = { getCredentials: async () => credentials, peek: () => credentials, invalidate: () => "invalidated" };
const log = require("@credport/adapter-alicloud").createLogClient(require("@alicloud/log"), { provider, region: "cn-hangzhou" });
console.log(JSON.stringify({ names: adapters.map((each) => Object.keys(each)), log: log.constructor.name }));
`;

test("require() loads the build of every adapter, and log takes the function that was built", async () => {
  const cwd = fileURLToPath(new URL("..", import.meta.url));
  const { stdout } = await run(process.execPath, ["--no-warnings", "--eval", program], { cwd });
  const { names, log }: { names: string[][]; log: string } = JSON.parse(stdout);
  expect(names.map(([first]) => typeof first)).toEqual(["string", "string", "string", "string", "string"]);
  expect(names.flat()).toEqual(expect.arrayContaining(["createAliOss", "alicloudCredential", "awsCredentials"]));
  expect(names.flat()).toEqual(expect.arrayContaining(["createSignedFetch", "createTosClient"]));
  expect(log).toBe("Client");
});
