import { execFile } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);
const packages = fileURLToPath(new URL("../../../packages/", import.meta.url));

let project: string;

/** A project with our packages as they are published, and no client at all. */
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "credport-"));
  for (const name of ["core", "adapter-ali-oss", "adapter-alicloud", "adapter-aws", "adapter-volcengine"]) {
    for (const part of ["dist", "package.json"]) {
      const to = join(project, "node_modules", "@credport", name, part);
      await cp(join(packages, name, part), to, { recursive: true });
    }
  }
});

afterAll(() => rm(project, { recursive: true, force: true }));

/** What an entry point says there, given a provider and, for those that take one, something that is no client. */
async function messageOf(adapter: string, call: string): Promise<string> {
  const program = `
const adapter = await import("@credport/adapter-${adapter}");
const provider = { getCredentials() {}, peek() {}, invalidate() {} };
class Other {}
try {
  await (async () => adapter.${call})();
} catch (error) {
  console.log(error.code, error.message);
}`;
  const { NODE_PATH: _, ...env } = process.env;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program], { cwd: project, env });
  return stdout.trim();
}

test.each([
  ["alicloud", "createCredentialsTool(provider)", "@alicloud/credentials"],
  ["aws", "minioCredentials(provider)", "minio"],
])("adapter-%s: %s loads a client that is missing", async (adapter, call, client) => {
  const message = await messageOf(adapter, call);
  expect(message).toMatch(/^CONFIG_INVALID /);
  expect(message).toContain(`"${client}" ^`);
  expect(message).toContain(`(found: none). Run: npm install ${client}@"^`);
});

test.each([
  ["ali-oss", "createAliOss(Other, { provider })", "ali-oss"],
  ["ali-oss", "createOssClient(Other, { provider })", "oss-client"],
  ["alicloud", "createPopCore(Other, { provider })", "@alicloud/pop-core"],
  ["alicloud", "createLogClient(undefined, { provider })", "@alicloud/log"],
  ["alicloud", 'createMnsClient(Other, "1", { provider })', "@alicloud/mns"],
  ["alicloud", "createTablestoreClient({}, { provider })", "tablestore"],
  ["aws", "createAws4Fetch(Other, { provider })", "aws4fetch"],
  ["aws", "signWithAws4({}, provider, {})", "aws4"],
  ["aws", "retryOnRejectedCredentials(provider).applyToStack({})", "@aws-sdk/client-s3"],
  ["volcengine", "createVolcengineService(Other, { provider })", "@volcengine/openapi"],
  ["volcengine", "createVolcengineClient(Other, { provider })", "@volcengine/sdk-core"],
  ["volcengine", "createTosClient(Other, { provider })", "@volcengine/tos-sdk"],
])("adapter-%s: %s says what to install and pass", async (adapter, call, client) => {
  const message = await messageOf(adapter, call);
  expect(message).toMatch(/^CONFIG_INVALID Expected /);
  expect(message).toContain(`from "${client}" ^`);
  expect(message).toContain(`(found: none). Install ${client}@"^`);
});
