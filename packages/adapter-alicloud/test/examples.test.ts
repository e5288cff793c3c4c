import { createAccessKeyCredentials } from "@credport/core";
import {
  readLogSignature,
  readMnsSignature,
  readTablestoreSignature,
  startVerifyingService,
  type VerifyingService,
} from "@credport/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { emulatedRole, type EmulatedRole } from "./emulated-role.js";

let account: EmulatedRole;
const services: VerifyingService[] = [];
const printed: string[] = [];

beforeEach(async () => {
  account = await emulatedRole();
  const user = account.emulator.accounts.createUser();
  const start = async (...parameters: Parameters<typeof startVerifyingService>): Promise<string> => {
    const service = await startVerifyingService(...parameters);
    service.know(createAccessKeyCredentials({ ...user, source: "test" }));
    services.push(service);
    return service.url;
  };
  vi.stubEnv("ALIBABA_CLOUD_ACCESS_KEY_ID", user.accessKeyId);
  vi.stubEnv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", user.accessKeySecret);
  vi.stubEnv("ECS_HOST", account.emulator.ecs.host);
  vi.stubEnv("STS_HOST", account.emulator.sts.host);
  account.emulator.credentialsUri.role = account.role;
  vi.stubEnv("CREDENTIALS_URI", account.emulator.credentialsUri.url);
  vi.stubEnv("ECS_URL", account.emulator.ecs.url);
  // Without a project the host name is the endpoint's own, which resolves.
  vi.stubEnv("LOG_PROJECT", "");
  vi.stubEnv("LOG_ENDPOINT", await start(readLogSignature, { type: "application/json", body: '{"status":"Normal"}' }));
  const projects = {
    type: "application/json",
    body: '{"count":1,"total":1,"projects":[{"projectName":"my-project"}]}',
  };
  vi.stubEnv("SLS_HOST", new URL(await start(readLogSignature, projects)).host);
  const queue = { type: "text/xml", body: "<Queue><QueueName>my-queue</QueueName></Queue>" };
  vi.stubEnv("MNS_URL", await start(readMnsSignature, queue));
  vi.stubEnv("TABLESTORE_URL", await start(readTablestoreSignature, { type: "application/x-protobuf", body: "" }));
  printed.length = 0;
  vi.spyOn(console, "log").mockImplementation((value) => void printed.push(JSON.stringify(value)));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await Promise.all([account, ...services.splice(0)].map((each) => each[Symbol.asyncDispose]()));
});

test.each([
  ["ecs20140526", "cn-hangzhou"],
  ["sts20150401", "acs:ram::"],
  ["sls20201230", "my-project"],
  ["openapi-core", "cn-hangzhou"],
  ["openapi-client", "cn-hangzhou"],
  ["credentials", "LTAI"],
  ["credentials-as-source", "sts from alicloud_credentials"],
  ["pop-core", "cn-hangzhou"],
  ["log", "Normal"],
  ["mns", "my-queue"],
  ["tablestore", "{}"],
])("examples/%s.ts runs", async (name, expected) => {
  await import(`../examples/${name}.ts`);
  expect(printed.join("\n")).toContain(expected);
});
