import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signV1, type OssClientOptions } from "../src/index.js";
import { bucket, refuse, setup, stubClient, stubServer, type Setup } from "./fixture.js";

const target = { bucket, key: "a b+.txt" };
const sessions = { accessKeyId: "id", accessKeySecret: "secret", securityToken: "token" };
let world: Setup;

beforeAll(async () => {
  world = await setup();
});

afterAll(() => world[Symbol.asyncDispose]());

/** The headers of a request to a stub. */
async function sentHeaders(
  options: Partial<OssClientOptions>,
  headers: Record<string, string> = {},
): Promise<Record<string, unknown>[]> {
  await using server = await stubServer((response, attempt) =>
    attempt === 1 ? refuse(response, 500, "InternalError") : response.end(),
  );
  await using client = stubClient(server, options);
  await client.putObject({ ...target, body: "abc" }, { headers });
  return server.requests.map((request) => request.headers);
}

describe("2.2 V4 on the wire", () => {
  it("signs host and what else is named and there, once each, and the service agrees", async () => {
    const additionalHeaders = [
      "Host",
      "CONTENT-LENGTH",
      "host",
      "x-oss-date",
      "content-type",
      "absent",
      "Cache-Control",
    ];
    const client = world.newClient({ additionalHeaders });
    await client.putObject({ ...target, body: "abc", cacheControl: "no-cache" });
    expect((await client.headObject(target)).cacheControl).toBe("no-cache");
    const [headers] = await sentHeaders({ additionalHeaders });
    expect(headers?.["authorization"]).toMatch(
      /^OSS4-HMAC-SHA256 Credential=id\/\d{8}\/cn-hangzhou\/oss\/aliyun_v4_request,AdditionalHeaders=content-length;host,Signature=[0-9a-f]{64}$/,
    );
    const [plain] = await sentHeaders({});
    expect(plain?.["authorization"]).toMatch(/aliyun_v4_request,Signature=/);
  });

  it("overwrites what the caller says of payload, date and token, and keeps to a sign time that is fixed", async () => {
    const fixed = "Thu, 09 Oct 2025 08:53:20 GMT";
    const attempts = await sentHeaders(
      { credentialsProvider: { getCredentials: async () => sessions } },
      { "X-Oss-Content-Sha256": "abc", "x-oss-security-token": "other", Date: "never", "X-Oss-Date": fixed },
    );
    expect(attempts).toHaveLength(2);
    for (const headers of attempts) {
      expect(headers).toMatchObject({
        "x-oss-content-sha256": "UNSIGNED-PAYLOAD",
        "x-oss-date": "20251009T085320Z",
        date: fixed,
        "x-oss-security-token": "token",
      });
    }
  });

  it("signs for the cloud box that is given or detected, port or not", async () => {
    const endpoint = "http://cb-123.cn-hangzhou.oss-cloudbox.aliyuncs.com:8080";
    for (const options of [{ cloudBoxId: "cb-123" }, { enableAutoDetectCloudBoxId: true }]) {
      const client = world.newClient({ ...options, endpoint, region: undefined });
      const { url } = await client.presign("GetObject", target);
      expect(decodeURIComponent(url)).toContain("/cb-123/oss-cloudbox/aliyun_v4_request");
      expect(new URL(url).host).toBe(`${bucket}.${new URL(endpoint).host}`);
    }
  });
});

describe("2.3 V1 on the wire", () => {
  it("has a date and a token, and nothing of V4", async () => {
    const [headers] = await sentHeaders({
      signatureVersion: "v1",
      additionalHeaders: ["host"],
      credentialsProvider: { getCredentials: async () => sessions },
    });
    expect(headers?.["authorization"]).toMatch(/^OSS id:[\w+/]{27}=$/);
    expect(headers).toMatchObject({ "x-oss-security-token": "token", date: expect.stringMatching(/GMT$/) });
    expect(Object.keys(headers ?? {})).not.toEqual(expect.arrayContaining(["x-oss-date"]));
    expect(Object.keys(headers ?? {})).not.toEqual(expect.arrayContaining(["x-oss-content-sha256"]));
  });

  it("covers what an operation declares, and the service agrees", async () => {
    const client = world.newClient({ signatureVersion: "v1" });
    const put = {
      operation: "PutBucketLifecycle",
      method: "PUT",
      bucket,
      query: { lifecycle: "" },
      body: "<x/>",
    } as const;
    expect((await client.invoke({ ...put, subResources: ["lifecycle"] })).statusCode).toBe(200);
    await expect(client.invoke(put)).rejects.toThrow("SignatureDoesNotMatch");
  });

  const signature = (query: Record<string, string>, subResources?: string[]): string =>
    signV1({ credentials: sessions, request: { method: "GET", headers: {}, query }, bucket, time: 0, subResources })[
      "authorization"
    ] ?? "";

  it.each(
    `acl bucketInfo location stat delete append tagging objectMeta uploads uploadId partNumber security-token position
    response-content-type response-content-language response-expires response-cache-control response-content-disposition
    response-content-encoding restore callback callback-var versions versioning versionId sequential continuation-token
    regionList cloudboxes symlink x-oss-process x-oss-anything`.split(/\s+/),
  )("covers the query item %s", (name) => {
    expect(signature({ [name]: "1" })).not.toBe(signature({}));
    expect(signature({ [name]: "" })).not.toBe(signature({ [name]: "1" }));
  });

  it.each(["prefix", "max-keys", "list-type", "encoding-type", "lifecycle", "website", "resourceGroup"])(
    "covers the query item %s only where the operation declares it",
    (name) => {
      expect(signature({ [name]: "1" })).toBe(signature({}));
      expect(signature({ [name]: "1" }, [name])).not.toBe(signature({}));
    },
  );
});
