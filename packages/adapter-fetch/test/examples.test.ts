import type { Emulator } from "@credport/emulator";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startServices, type Services } from "./services.js";

let emulator: Emulator<Services>;
const printed: string[] = [];

beforeEach(async () => {
  emulator = await startServices();
  const user = emulator.accounts.createUser();
  for (const [id, secret] of [
    ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
    ["BYTEPLUS_ACCESS_KEY", "BYTEPLUS_SECRET_KEY"],
  ] as const) {
    vi.stubEnv(id, user.accessKeyId);
    vi.stubEnv(secret, user.accessKeySecret);
  }
  vi.stubEnv("ECS_URL", emulator.ecs.url);
  vi.stubEnv("BUCKET_URL", `${emulator.oss.url}/bucket`);
  vi.stubEnv("MAXCOMPUTE_ENDPOINT", `${emulator.maxcompute.url}/api`);
  vi.stubEnv("MAXCOMPUTE_PROJECT", emulator.maxcompute.project);
  vi.stubEnv("OPENAPI_URL", emulator.byteplus.url);
  printed.length = 0;
  vi.spyOn(console, "log").mockImplementation((value) => void printed.push(JSON.stringify(value)));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await emulator.close();
});

test.each([
  ["alibaba-openapi", "cn-hangzhou"],
  ["oss", "hello"],
  ["maxcompute", "<Project"],
  ["byteplus", "ListUsers"],
])("examples/%s.ts runs", async (name, expected) => {
  await import(`../examples/${name}.ts`);
  expect(printed.join()).toContain(expected);
  expect(emulator.calls.list().every(({ status }) => status === 200)).toBe(true);
});
