import { startEmulator, type Emulator } from "@credport/emulator";
import { afterEach, beforeEach, expect, it } from "vitest";
import { OssClient } from "../src/client/oss-client.js";
import { StaticCredentialsProvider } from "../src/credentials/index.js";

let emulator: Emulator<"oss">;
let client: OssClient;

beforeEach(async () => {
  emulator = await startEmulator({ services: ["oss"] });
  emulator.oss.createBucket("my-bucket");
  const user = emulator.accounts.createUser();
  client = new OssClient({
    region: "cn-hangzhou",
    endpoint: emulator.oss.url,
    credentialsProvider: new StaticCredentialsProvider(user.accessKeyId, user.accessKeySecret),
  });
});

afterEach(async () => {
  await client.close();
  await emulator.close();
});

it("puts and gets", async () => {
  const put = await client.putObject({
    bucket: "my-bucket",
    key: "a/b c.txt",
    body: "hi oss",
    metadata: { owner: "李" },
  });
  expect(put.status).toBe("200 OK");
  const got = await client.getObject({ bucket: "my-bucket", key: "a/b c.txt" });
  expect(await got.body.text()).toBe("hi oss");
  expect(got.metadata).toEqual({ owner: "李" });
  expect(got.contentType).toBe("text/plain");
  const list = await client.listObjectsV2({ bucket: "my-bucket" });
  expect(list.contents.map((c) => c.key)).toEqual(["a/b c.txt"]);
  await expect(client.headObject({ bucket: "my-bucket", key: "none" })).rejects.toThrow("NoSuchKey");
});
