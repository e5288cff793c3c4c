import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { emulatedCloud, type EmulatedCloud } from "./emulated-cloud.js";

let cloud: EmulatedCloud;
const printed: unknown[] = [];

beforeEach(async () => {
  cloud = await emulatedCloud();
  const user = cloud.emulator.accounts.createUser();
  vi.stubEnv("BYTEPLUS_ACCESS_KEY", user.accessKeyId);
  vi.stubEnv("BYTEPLUS_SECRET_KEY", user.accessKeySecret);
  vi.stubEnv("OPENAPI_HOST", cloud.emulator.byteplus.host);
  vi.stubEnv("TOS_HOST", cloud.emulator.tos.host);
  vi.stubEnv("TOS_BUCKET", "bucket");
  printed.length = 0;
  vi.spyOn(console, "log").mockImplementation((value) => void printed.push(value));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await cloud[Symbol.asyncDispose]();
});

test.each([
  ["openapi", "ListUsers"],
  ["openapi-byteplus", "ap-southeast-1"],
  ["tos-sdk", "hello"],
  ["sdk-core", "ListUsers"],
])("examples/%s.ts runs", async (name, expected) => {
  await import(`../examples/${name}.ts`);
  expect(printed).toEqual([expected]);
  expect(cloud.refused).toBe(0);
});
