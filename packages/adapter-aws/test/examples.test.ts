import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator, type Emulator } from "@credport/emulator";
import { startRecordingService, type RecordingService } from "@credport/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answers } from "./clients.js";

let emulator: Emulator<"oss">;
let folder: string;
const services: RecordingService[] = [];
const printed: string[] = [];

beforeEach(async () => {
  emulator = await startEmulator({ services: ["oss"], region: "cn-hangzhou" });
  emulator.oss.createBucket("my-bucket");
  const user = emulator.accounts.createUser();
  vi.stubEnv("ALIBABA_CLOUD_ACCESS_KEY_ID", user.accessKeyId);
  vi.stubEnv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", user.accessKeySecret);
  vi.stubEnv("OSS_ENDPOINT", emulator.oss.url);
  vi.stubEnv("BUCKET_URL", `${emulator.oss.url}/my-bucket`);
  const start = async (answer: (typeof answers)[keyof typeof answers]): Promise<string> => {
    const service = await startRecordingService({ read: () => ({ accessKeyId: "" }), answer });
    services.push(service);
    return service.url;
  };
  vi.stubEnv("AWS_ENDPOINT", await start(answers.identity));
  vi.stubEnv("OPENSEARCH_URL", await start(answers.openSearch));
  folder = await mkdtemp(join(tmpdir(), "credport-"));
  const credentialsFile = join(folder, "credentials");
  await writeFile(credentialsFile, "[default]\naws_access_key_id=AKIAEXAMPLE\naws_secret_access_key=secret\n");
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", credentialsFile);
  printed.length = 0;
  vi.spyOn(console, "log").mockImplementation((value) => void printed.push(JSON.stringify(value)));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await Promise.all([emulator, ...services.splice(0)].map((each) => each[Symbol.asyncDispose]()));
  await rm(folder, { recursive: true });
});

test.each([
  ["client-s3", '["my-bucket"]'],
  ["client-sts", '"arn"'],
  ["lib-storage", '"large.bin"'],
  ["s3-request-presigner", "200"],
  ["static-keys", '["my-bucket"]'],
  ["aws-source", '"AKIA... from aws"'],
  ["aws4fetch", '"hello"'],
  ["aws4", "200"],
  ["minio", '["my-bucket"]'],
  ["opensearch", '"2.0.0"'],
])("examples/%s.ts runs", async (name, expected) => {
  await import(`../examples/${name}.ts`);
  expect(printed).toEqual([expected]);
});
