import { createRequire } from "node:module";
import { rotatingProvider } from "@credport/testing";
import aws4 from "aws4";
import { describe, expect, test, vi } from "vitest";
import {
  awsCredentials,
  createAws4Fetch,
  minioCredentials,
  openSearchCredentials,
  retryOnRejectedCredentials,
  signWithAws4,
} from "../src/index.js";

describe("bad input", () => {
  const { provider } = rotatingProvider(() => ({ accessKeyId: "id", accessKeySecret: "secret" }));

  test.each<[string, () => unknown]>([
    ["aws4fetch", () => Reflect.apply(createAws4Fetch, undefined, [class {}, { provider }])],
    ["aws4", () => Reflect.apply(signWithAws4, undefined, [{}, provider, {}])],
    ["@aws-sdk/client-s3", async () => retryOnRejectedCredentials(provider).applyToStack({})],
  ])("%s: a wrong object is named, with what is there and what to install", async (name, make) => {
    const found = /\(found: \d+\.\d+\.\d+\)/;
    await expect(async () => make()).rejects.toThrow(`Install ${name}@`);
    await expect(async () => make()).rejects.toThrow(found);
  });

  test("minio: a version without what it takes is named", async () => {
    const tooOld = createRequire(import.meta.url)("minio-too-old");
    vi.doMock("minio", () => ({ ...tooOld, IamAwsProvider: tooOld.IamAwsProvider }));
    await expect(minioCredentials(provider)).rejects.toThrow('npm install minio@"^8.0.7"');
    vi.doUnmock("minio");
  });

  test.each([
    ["awsCredentials", awsCredentials, []],
    ["retryOnRejectedCredentials", retryOnRejectedCredentials, []],
    ["openSearchCredentials", openSearchCredentials, []],
    ["minioCredentials", minioCredentials, []],
    ["signWithAws4", signWithAws4, [aws4]],
  ])("%s needs a provider", async (_name, create, before) => {
    const make = async (): Promise<unknown> => Reflect.apply(create, undefined, [...before, {}]);
    await expect(make()).rejects.toThrow(/"provider" must be a CredentialsProvider/);
  });
});
