import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bucket, emulatedBucket, type EmulatedBucket } from "./emulated-bucket.js";

let place: EmulatedBucket;
const printed: unknown[] = [];

beforeEach(async () => {
  place = await emulatedBucket();
  place.emulator.oss.bindBucket(place.emulator.oss.host, bucket);
  const user = place.emulator.accounts.createUser();
  vi.stubEnv("ALIBABA_CLOUD_ACCESS_KEY_ID", user.accessKeyId);
  vi.stubEnv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", user.accessKeySecret);
  vi.stubEnv("OSS_ENDPOINT", place.emulator.oss.url);
  vi.stubEnv("OSS_BUCKET", bucket);
  printed.length = 0;
  vi.spyOn(console, "log").mockImplementation((value) => void printed.push(value));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await place[Symbol.asyncDispose]();
});

test.each(["ali-oss", "oss-client"])("examples/%s.ts runs", async (name) => {
  await import(`../examples/${name}.ts`);
  expect(printed).toEqual(["hello"]);
});
