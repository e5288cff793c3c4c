import { afterAll, beforeAll, expect, test } from "vitest";
import { publishedProject, type PublishedProject } from "./published-project.js";

let project: PublishedProject;

beforeAll(async () => {
  project = await publishedProject();
});

afterAll(() => project[Symbol.asyncDispose]());

test.each([
  ["alicloud", "createCredentialsTool(provider)", "@alicloud/credentials"],
  ["aws", "minioCredentials(provider)", "minio"],
])("adapter-%s: %s loads a client that is missing", async (adapter, call, client) => {
  const message = await project.messageOf(adapter, call);
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
  const message = await project.messageOf(adapter, call);
  expect(message).toMatch(/^CONFIG_INVALID Expected /);
  expect(message).toContain(`from "${client}" ^`);
  expect(message).toContain(`(found: none). Install ${client}@"^`);
});

// The adapter never sees these clients. Without one the program's own import of it fails.
test.each([
  ["alicloud", "alicloudCredential(provider)"],
  ["alicloud", "credentialsToolProvider(provider)"],
  ["alicloud", "popCoreConfig(provider)"],
  ["aws", "awsCredentials(provider)"],
  ["aws", "openSearchCredentials(provider)"],
])("adapter-%s: %s takes a client that cannot be found for one it cannot see", async (adapter, call) => {
  expect(await project.messageOf(adapter, call)).toBe("accepted");
});
