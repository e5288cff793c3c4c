import { createRequire } from "node:module";
import { CredentialsError } from "@credport/core";
import * as minio from "minio";
import { afterEach, beforeEach, expect, test } from "vitest";
import { minioCredentials } from "../src/index.js";
import { body, bucket, emulatedBucket, region, type EmulatedBucket } from "./emulated-bucket.js";

let place: EmulatedBucket;

beforeEach(async () => {
  place = await emulatedBucket();
});

afterEach(() => place[Symbol.asyncDispose]());

const connect = async (): Promise<minio.Client> =>
  new minio.Client({
    endPoint: "127.0.0.1",
    port: place.emulator.oss.port,
    useSSL: false,
    region,
    credentialsProvider: await minioCredentials(place.rotating.provider),
  });

test("minio reads the provider before each request: 30 rotations, none refused, one load a rotation", async () => {
  const client = await connect();
  for (let rotation = 0; rotation < 30; rotation += 1) {
    await Promise.all(Array.from({ length: 5 }, (_unused, n) => client.putObject(bucket, `k${String(n)}`, body)));
    await place.replaceSession();
  }
  expect(place.refused).toBe(0);
  expect(place.rotating.loads).toBe(31);
});

test("minio asks before each part, and before each link", async () => {
  const client = await connect();
  const content = Buffer.alloc(11 * 1024 * 1024);
  const uploading = client.putObject(bucket, "large", content);
  const rotating = place.rotating.rotate();
  await Promise.all([uploading, rotating]);
  await place.replaceSession();
  expect((await client.statObject(bucket, "large")).size).toBe(content.length);
  const link = await client.presignedGetObject(bucket, "large", 600);
  await place.rotating.rotate();
  expect((await fetch(link)).status).toBe(200);
  expect(await client.presignedGetObject(bucket, "large", 600)).toContain(place.rotating.provider.peek()?.accessKeyId);
  expect(place.refused).toBe(0);
});

test("minio's error has the provider's own as its cause, and nothing is sent", async () => {
  place.rotating.failWith(new CredentialsError({ code: "NETWORK", message: "unreachable" }));
  await expect((await connect()).statObject(bucket, "k")).rejects.toMatchObject({ cause: { code: "NETWORK" } });
  expect(place.emulator.calls.count()).toBe(0);
});

test("a CommonJS program, which has another copy of minio, passes that", async () => {
  const commonJs: typeof minio = createRequire(import.meta.url)("minio");
  const fromTheOther = await minioCredentials(place.rotating.provider, minio);
  const { port } = place.emulator.oss;
  const options = { endPoint: "127.0.0.1", port, useSSL: false, region, credentialsProvider: fromTheOther };
  const client = new commonJs.Client(options);
  await expect(async () => client.setCredentialsProvider(fromTheOther)).rejects.toThrow("Expected instance");
  await client.setCredentialsProvider(await minioCredentials(place.rotating.provider, commonJs));
  await client.putObject(bucket, "key", body);
  expect(place.refused).toBe(0);
  expect(place.accepted).toEqual([place.rotating.provider.peek()?.accessKeyId]);
});
