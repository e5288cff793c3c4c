import { GetObjectCommand, PutObjectCommand, S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { randomBytes } from "node:crypto";
import { Agent } from "node:http";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { Readable } from "node:stream";
import { CredentialsError, createAccessKeyCredentials } from "@credport/core";
import { startEmulator, type Emulator } from "@credport/emulator";
import { rotatingProvider, startRecordingService, type RotatingProvider } from "@credport/testing";
import { AwsClient } from "aws4fetch";
import { Client as MinioClient } from "minio";
import aws4 from "aws4";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  awsCredentials,
  createAws4Fetch,
  minioCredentials,
  openSearchCredentials,
  ossS3Preset,
  retryOnRejectedCredentials,
  signWithAws4,
  tosS3Preset,
} from "../src/index.js";
import { lowest } from "./clients.js";

const body = Buffer.from("one credential, many clients");
const region = "cn-hangzhou";

let emulator: Emulator<"oss">;
let rotating: RotatingProvider;

async function setUp(kind: "session" | "permanent"): Promise<void> {
  emulator = await startEmulator({ services: ["oss"], region });
  emulator.oss.createBucket("bucket");
  const role = emulator.accounts.createRole({ name: "adapter" });
  rotating = rotatingProvider(() =>
    kind === "session" ? emulator.accounts.issueSession({ of: role }) : emulator.accounts.createUser(),
  );
}

beforeEach(() => setUp("session"));
afterEach(() => emulator.close());

const refused = (): number => emulator.calls.list().filter(({ status = 0 }) => status >= 400).length;
const keys = (): Set<string | undefined> => new Set(emulator.calls.list().map(({ accessKeyId }) => accessKeyId));

const replaceSession = (): Promise<void> => rotating.replace((accessKeyId) => emulator.accounts.expire(accessKeyId));

function s3(options: S3ClientConfig = {}, Client: typeof S3Client = S3Client): S3Client {
  return new Client({
    ...ossS3Preset({ region }),
    endpoint: emulator.oss.url,
    forcePathStyle: true,
    credentials: awsCredentials(rotating.provider),
    ...options,
  });
}

const put = (client: S3Client, key = "key", Command = PutObjectCommand): Promise<unknown> =>
  client.send(new Command({ Bucket: "bucket", Key: key, Body: body }));

describe("client-s3", () => {
  test.each([
    ["3.1169.0", S3Client, PutObjectCommand],
    ["3.775.0", lowest.s3.S3Client, lowest.s3.PutObjectCommand],
  ])(
    "%s reads the provider at each attempt: 30 rotations, none refused, one load a rotation",
    async (_, Client, Command) => {
      const client = s3({}, Client);
      for (let rotation = 0; rotation < 30; rotation += 1) {
        await Promise.all(
          Array.from({ length: 5 }, (_unused, number) => put(client, `key-${String(number)}`, Command)),
        );
        await replaceSession();
      }
      expect(refused()).toBe(0);
      expect(keys().size).toBe(30);
      expect(rotating.loads).toBe(31);
    },
  );

  test("one function serves several clients without loading more", async () => {
    const credentials = awsCredentials(rotating.provider);
    await Promise.all([put(s3({ credentials })), put(s3({ credentials })), put(s3({ credentials }))]);
    expect(rotating.loads).toBe(1);
  });

  test("signs retries with the newest credential", async () => {
    const client = s3();
    const fault = emulator.faults.failNext({ service: "oss", times: 1, status: 503, code: "ServiceUnavailable" });
    const sent = put(client);
    await fault.arrived;
    await replaceSession();
    await sent;
    expect(keys().size).toBe(2);
  });

  test("passes the expiration, and honours forceRefresh", async () => {
    const client = s3();
    const first = await client.config.credentials();
    expect(first.expiration).toBeInstanceOf(Date);
    await rotating.advance(10_001);
    const forced = await Reflect.apply(client.config.credentials, client.config, [{ forceRefresh: true }]);
    expect(forced.accessKeyId).not.toBe(first.accessKeyId);
    expect(rotating.loads).toBe(2);
  });

  test("gives each caller a plain object of its own, which may be written into", async () => {
    const credentials = awsCredentials(rotating.provider);
    const [one, other] = [await credentials(), await credentials()];
    one.accessKeyId = "overwritten";
    expect(other.accessKeyId).not.toBe("overwritten");
    expect({ ...other }).toHaveProperty("secretAccessKey");
  });

  test("with the plugin survives a refused session; without it the error comes out", async () => {
    const client = s3();
    client.middlewareStack.use(retryOnRejectedCredentials(rotating.provider));
    await put(client);
    emulator.accounts.rotate();
    await put(client);
    expect(refused()).toBe(1);
    expect(rotating.loads).toBe(2);

    emulator.accounts.rotate();
    await expect(put(s3())).rejects.toMatchObject({ Code: expect.any(String) });
  });

  test("does not send a stream twice", async () => {
    const client = s3();
    client.middlewareStack.use(retryOnRejectedCredentials(rotating.provider));
    await put(client);
    emulator.accounts.rotate();
    const stream = new PutObjectCommand({
      Bucket: "bucket",
      Key: "key",
      Body: Readable.from([body]),
      ContentLength: body.length,
    });
    await expect(client.send(stream)).rejects.toThrow();
    expect(refused()).toBe(1);
  });

  test("uploads in parts across rotations", async () => {
    const content = randomBytes(21 * 1024 * 1024);
    const upload = new Upload({
      client: s3(),
      params: { Bucket: "bucket", Key: "large", Body: content },
      queueSize: 1,
    });
    upload.on("httpUploadProgress", () => void rotating.rotate());
    await upload.done();
    const { ContentLength } = await s3().send(new GetObjectCommand({ Bucket: "bucket", Key: "large" }));
    expect(ContentLength).toBe(content.length);
    expect(keys().size).toBeGreaterThan(1);
    expect(refused()).toBe(0);
  });

  test("makes links that live as long as they say, or none", async () => {
    const linking = (seconds: number): Promise<string> =>
      getSignedUrl(
        s3({ credentials: awsCredentials(rotating.provider, { minTtl: seconds * 1000 }) }),
        new GetObjectCommand({ Bucket: "bucket", Key: "key" }),
        { expiresIn: seconds },
      );
    await put(s3());
    expect(await (await fetch(await linking(600))).text()).toBe(body.toString());
    await expect(linking(7200)).rejects.toMatchObject({ code: "INSUFFICIENT_TTL" });
  });

  test("works with permanent keys", async () => {
    await emulator.close();
    await setUp("permanent");
    await put(s3());
    expect(refused()).toBe(0);
  });

  test("gets the provider's own error, and sends nothing", async () => {
    rotating.failWith(new CredentialsError({ code: "LOGIN_REQUIRED", message: "log in again" }));
    await expect(put(s3())).rejects.toMatchObject({ code: "LOGIN_REQUIRED" });
    expect(emulator.calls.count()).toBe(0);
  });
});

describe("other clients against the same service", () => {
  test("minio reads the provider before each request, and carries its error as the cause", async () => {
    const client = new MinioClient({
      endPoint: "127.0.0.1",
      port: emulator.oss.port,
      useSSL: false,
      region,
      credentialsProvider: await minioCredentials(rotating.provider),
    });
    for (let rotation = 0; rotation < 10; rotation += 1) {
      await Promise.all(Array.from({ length: 5 }, (_unused, n) => client.putObject("bucket", `k${String(n)}`, body)));
      await replaceSession();
    }
    expect(refused()).toBe(0);
    expect(rotating.loads).toBe(11);
    await emulator.close();
    await setUp("session");
    rotating.failWith(new CredentialsError({ code: "NETWORK", message: "unreachable" }));
    const failing = new MinioClient({
      endPoint: "127.0.0.1",
      port: emulator.oss.port,
      useSSL: false,
      region,
      credentialsProvider: await minioCredentials(rotating.provider),
    });
    await expect(failing.statObject("bucket", "k")).rejects.toMatchObject({ cause: { code: "NETWORK" } });
  });

  const awsClient = (): AwsClient =>
    createAws4Fetch(AwsClient, { provider: rotating.provider, service: "s3", region, retries: 1 });

  test("aws4fetch signs each attempt anew, clears tokens and survives a refused session", async () => {
    const client = awsClient();
    const url = `${emulator.oss.url}/bucket/key`;
    const send = async (): Promise<number> => (await client.fetch(url, { method: "PUT", body })).status;
    expect(await send()).toBe(200);
    emulator.faults.failNext({ service: "oss", times: 1, status: 503, code: "ServiceUnavailable" });
    expect(await send()).toBe(200);
    emulator.accounts.rotate();
    expect(await send()).toBe(200);
    expect(rotating.loads).toBe(2);
  });

  test("aws4fetch makes no link that outlives its credential, and no cache that can be printed", async () => {
    const client = awsClient();
    const link = (seconds: number): Promise<Request> =>
      client.sign(`${emulator.oss.url}/bucket/key?X-Amz-Expires=${String(seconds)}`, { aws: { signQuery: true } });
    await client.fetch(`${emulator.oss.url}/bucket/key`, { method: "PUT", body });
    expect(await (await fetch(await link(600))).text()).toBe(body.toString());
    await expect(link(7200)).rejects.toMatchObject({ code: "INSUFFICIENT_TTL" });
    const { inspect } = await import("node:util");
    expect(inspect(client, { depth: 5, showHidden: true })).not.toContain(rotating.provider.peek()?.accessKeySecret);
  });

  test("aws4fetch keeps at most 50 derived keys", async () => {
    const service = await startRecordingService({ read: () => ({ accessKeyId: "" }) });
    const client = awsClient();
    for (let number = 0; number < 60; number += 1) {
      await client.sign(service.url, { aws: { region: `region-${String(number)}` } });
    }
    expect(client.cache.get("none")).toBeUndefined();
    expect(client.cache.size).toBe(0);
    await service[Symbol.asyncDispose]();
  });
});

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

describe("client-sts", () => {
  test("takes the same function, typed without a cast", () => {
    const client = new STSClient({ region, credentials: awsCredentials(rotating.provider) });
    client.middlewareStack.use(retryOnRejectedCredentials(rotating.provider));
    expect(new GetCallerIdentityCommand({}).input).toEqual({});
    client.destroy();
  });
});

describe("presets", () => {
  const hostFor = async (preset: ReturnType<typeof ossS3Preset>): Promise<string> => {
    const credentials = createAccessKeyCredentials({ accessKeyId: "id", accessKeySecret: "secret", source: "test" });
    const client = new S3Client({
      ...preset,
      credentials: { accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.accessKeySecret },
    });
    const bucket = preset.bucketEndpoint === true ? preset.endpoint : "bucket";
    return new URL(await getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: "key" }))).host;
  };

  test.each([
    [ossS3Preset({ region }), "bucket.s3.oss-cn-hangzhou.aliyuncs.com"],
    [ossS3Preset({ region, internal: true }), "bucket.s3.oss-cn-hangzhou-internal.aliyuncs.com"],
    [ossS3Preset({ region, accelerate: true }), "bucket.s3.oss-accelerate.aliyuncs.com"],
    [ossS3Preset({ region, endpoint: "https://files.example.com" }), "files.example.com"],
    [tosS3Preset({ region: "cn-beijing" }), "bucket.tos-s3-cn-beijing.volces.com"],
    [tosS3Preset({ region: "ap-southeast-1", cloud: "byteplus" }), "bucket.tos-s3-ap-southeast-1.bytepluses.com"],
  ])("%o reaches %s", async (preset, host) => {
    expect(await hostFor(preset)).toBe(host);
  });

  // The vendor's own host names, on whatever port the stand-in listens.
  test.each(["oss", "tos"] as const)("reach %s by virtual host, with bodies it can verify", async (service) => {
    await using place = await startEmulator({ services: [service], region });
    place[service].createBucket("bucket");
    const { provider } = rotatingProvider(() => place.accounts.createUser());
    const { endpoint, ...preset } = service === "oss" ? ossS3Preset({ region }) : tosS3Preset({ region });
    const httpAgent = new Agent();
    httpAgent.createConnection = () => connect({ host: "127.0.0.1", port: place[service].port });
    const client = new S3Client({
      ...preset,
      endpoint: endpoint.replace("https:", "http:"),
      requestHandler: { httpAgent },
      credentials: awsCredentials(provider),
    });
    await put(client, "buffer");
    const Body = Readable.from([body]);
    await client.send(new PutObjectCommand({ Bucket: "bucket", Key: "stream", Body, ContentLength: body.length }));
    for (const Key of ["buffer", "stream"]) {
      const answer = await client.send(new GetObjectCommand({ Bucket: "bucket", Key }));
      expect(await answer.Body?.transformToString()).toBe(body.toString());
    }
    expect(place.calls.list().map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    client.destroy();
  });

  test.each([
    [() => ossS3Preset({ region: "oss-cn-hangzhou" }), /without "oss-"/],
    [() => ossS3Preset({ region: "" }), /"region" must be/],
    [() => ossS3Preset({ region, internal: true, accelerate: true }), /exclude each other/],
    [() => tosS3Preset({ region: "cn beijing" }), /"region" must be/],
  ])("refuses bad input", (make, message) => {
    expect(make).toThrow(message);
  });
});
