import { describe, expect, it } from "vitest";
import {
  CredentialsProviderFunc,
  FetcherCredentialsProvider,
  OssClient,
  type CredentialsProvider,
  type OssCredentials,
} from "../src/index.js";

const keys = { accessKeyId: "id", accessKeySecret: "secret" };
const answering = (answer: string): OssClient => {
  const untyped: OssCredentials = JSON.parse(answer);
  const credentialsProvider = new CredentialsProviderFunc(() => untyped);
  // Nothing listens there: what is refused never gets so far.
  return new OssClient({ region: "cn-hangzhou", endpoint: "http://127.0.0.1:9", credentialsProvider });
};

describe("1.2 what a provider of one's own answers", () => {
  it.each([
    ["no object", "null", "INVALID_CREDENTIAL", "accessKeyId"],
    [
      "a text as expiration",
      JSON.stringify({ ...keys, expiration: "2030-01-01T00:00:00Z" }),
      "INVALID_EXPIRATION",
      "expiration",
    ],
  ])("%s is refused by name, in requests and links", async (_what, answer, code, option) => {
    const refused = { cause: { code, message: expect.stringContaining(option) } };
    const client = answering(answer);
    await expect(client.listBuckets({})).rejects.toMatchObject(refused);
    await expect(client.presign("GetObject", { bucket: "examplebucket", key: "k" })).rejects.toMatchObject(refused);
  });

  it("null as token and expiration is a key that does not expire to a fetcher, too", async () => {
    const nothing: undefined = JSON.parse("null");
    const fetch = async () => ({ ...keys, securityToken: nothing, expiration: nothing });
    const credentials = await new FetcherCredentialsProvider(fetch).getCredentials();
    expect(credentials).toMatchObject({ type: "access_key", accessKeyId: "id" });
    expect(credentials).not.toHaveProperty("expiration");
  });

  it("null as token and expiration is a key that does not expire, answered at once or later", async () => {
    const untyped: CredentialsProvider = JSON.parse("{}");
    untyped.getCredentials = () => JSON.parse(JSON.stringify({ ...keys, securityToken: null, expiration: null }));
    const client = new OssClient({
      region: "cn-hangzhou",
      endpoint: "http://127.0.0.1:9",
      credentialsProvider: untyped,
    });
    const target = { bucket: "examplebucket", key: "k" };
    expect((await client.presign("GetObject", target)).url).toContain("x-oss-expires=900");
    await expect(client.headObject(target, { retryMaxAttempts: 1 })).rejects.toMatchObject({
      cause: { code: "ECONNREFUSED" },
    });
  });

  it("a moment that is no moment is refused too, rather than taken for never", async () => {
    const credentialsProvider = new CredentialsProviderFunc(() => ({ ...keys, expiration: new Date(NaN) }));
    const client = new OssClient({ region: "cn-hangzhou", credentialsProvider });
    await expect(client.listBuckets({})).rejects.toMatchObject({ cause: { code: "INVALID_EXPIRATION" } });
  });

  it("a link's own expiration must be a Date", async () => {
    const link = answering(JSON.stringify(keys)).presign(
      "GetObject",
      { bucket: "examplebucket", key: "k" },
      JSON.parse('{"expiration":"soon"}'),
    );
    await expect(link).rejects.toMatchObject({ message: expect.stringContaining("Expires") });
  });
});
