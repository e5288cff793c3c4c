import { afterAll, beforeAll, expect, test } from "vitest";
import { publishedProject, type PublishedProject } from "./published-project.js";

/** The newest version of each client below its range; the class has what later ones have. */
const tooOld: Readonly<Record<string, string>> = {
  "@alicloud/credentials": "2.4.0",
  "@alicloud/log": "1.2.5",
  "@alicloud/mns": "1.0.0",
  "@alicloud/openapi-client": "0.4.11",
  "@alicloud/openapi-core": "1.0.0",
  "@alicloud/pop-core": "1.7.13",
  "@aws-sdk/client-s3": "3.774.0",
  "@aws-sdk/client-sts": "3.774.0",
  "@opensearch-project/opensearch": "2.13.0",
  "@volcengine/openapi": "1.8.0",
  "@volcengine/sdk-core": "0.9.0",
  "@volcengine/tos-sdk": "2.7.4",
  "ali-oss": "6.19.0",
  aws4: "1.12.0",
  aws4fetch: "1.0.13",
  minio: "8.0.6",
  "oss-client": "1.3.0",
  tablestore: "4.3.2",
};

let project: PublishedProject;

beforeAll(async () => {
  project = await publishedProject();
  for (const [name, version] of Object.entries(tooOld)) await project.install(name, version);
});

afterAll(() => project[Symbol.asyncDispose]());

/** A class with these methods. */
const classWith = (...methods: readonly string[]): string =>
  `class { ${methods.map((name) => `${name}() {}`).join(" ")} }`;

test.each([
  ["ali-oss", `createAliOss(${classWith("request", "asyncSignatureUrl", "signatureUrlV4")}, { provider })`, "ali-oss"],
  [
    "ali-oss",
    `createOssClient(${classWith("request", "signatureUrl", "asyncSignatureUrl")}, { provider })`,
    "oss-client",
  ],
  ["alicloud", "alicloudCredential(provider)", "@alicloud/openapi-core"],
  ["alicloud", "createCredentialsTool(provider)", "@alicloud/credentials"],
  ["alicloud", "credentialsToolProvider(provider)", "@alicloud/credentials"],
  ["alicloud", "popCoreConfig(provider)", "@alicloud/pop-core"],
  ["alicloud", `createPopCore(${classWith("request")}, { provider })`, "@alicloud/pop-core"],
  ["alicloud", `createLogClient(${classWith("getProject", "postLogStoreLogs")}, { provider })`, "@alicloud/log"],
  ["alicloud", `createMnsClient(${classWith("request", "buildHeaders")}, "1", { provider })`, "@alicloud/mns"],
  [
    "alicloud",
    `createTablestoreClient(${classWith("makeRequest", "setupRequestListeners")}, { provider })`,
    "tablestore",
  ],
  ["aws", "awsCredentials(provider)", "@aws-sdk/client-s3"],
  ["aws", "retryOnRejectedCredentials(provider)", "@aws-sdk/client-s3"],
  ["aws", "openSearchCredentials(provider)", "@opensearch-project/opensearch"],
  ["aws", "minioCredentials(provider)", "minio"],
  ["aws", `createAws4Fetch(${classWith("sign", "fetch")}, { provider })`, "aws4fetch"],
  ["aws", "signWithAws4({ sign() {} }, provider, {})", "aws4"],
  ["volcengine", `createVolcengineService(${classWith("fetchOpenAPI")}, { provider })`, "@volcengine/openapi"],
  ["volcengine", `createVolcengineClient(${classWith("addMiddleware", "send")}, { provider })`, "@volcengine/sdk-core"],
  ["volcengine", `createTosClient(${classWith("fetch")}, { provider })`, "@volcengine/tos-sdk"],
])("adapter-%s: %s names what is installed and what is needed", async (adapter, call, client) => {
  const message = await project.messageOf(adapter, call);
  expect(message).toMatch(`CONFIG_INVALID "${client}" ^`);
  expect(message).toContain(`is needed (found: ${String(tooOld[client])}). Run: npm install ${client}@"^`);
});

test("one client of the SDK that is new enough will do, whichever it is", async () => {
  await using other = await publishedProject();
  await other.install("@aws-sdk/client-s3", "3.774.0");
  await other.install("@aws-sdk/client-sts", "3.1169.0");
  await other.install("@alicloud/openapi-client", "0.4.15");
  expect(await other.messageOf("aws", "awsCredentials(provider)")).toBe("accepted");
  expect(await other.messageOf("alicloud", "alicloudCredential(provider)")).toBe("accepted");
});
