import type { S3Client, S3ClientConfig } from "@aws-sdk/client-s3";
import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { CredentialsError } from "@credport/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { awsCredentials, ossS3Preset, retryOnRejectedCredentials } from "../src/index.js";
import { releases } from "./clients.js";
import { body, bucket, emulatedBucket, region, type EmulatedBucket } from "./emulated-bucket.js";

let place: EmulatedBucket;

beforeEach(async () => {
  place = await emulatedBucket();
});

afterEach(() => place[Symbol.asyncDispose]());

describe.each(releases)("client-s3, $release", ({ s3, storage, presigner }) => {
  const connect = (options: S3ClientConfig = {}): S3Client =>
    new s3.S3Client({
      ...ossS3Preset({ region }),
      endpoint: place.emulator.oss.url,
      forcePathStyle: true,
      credentials: awsCredentials(place.rotating.provider),
      ...options,
    });
  const surviving = (options: S3ClientConfig = {}): S3Client => {
    const client = connect(options);
    client.middlewareStack.use(retryOnRejectedCredentials(place.rotating.provider));
    return client;
  };
  const put = (client: S3Client, key = "key"): Promise<unknown> =>
    client.send(new s3.PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));

  test("reads the provider at each attempt: 30 rotations, none refused, one load a rotation", async () => {
    const client = connect();
    for (let rotation = 0; rotation < 30; rotation += 1) {
      await Promise.all(Array.from({ length: 5 }, (_unused, number) => put(client, `key-${String(number)}`)));
      await place.replaceSession();
    }
    expect(place.refused).toBe(0);
    expect(new Set(place.accepted).size).toBe(30);
    expect(place.rotating.loads).toBe(31);
  });

  test("one function serves several clients without loading more", async () => {
    const credentials = awsCredentials(place.rotating.provider);
    await Promise.all(Array.from({ length: 3 }, () => put(connect({ credentials }))));
    expect(place.rotating.loads).toBe(1);
  });

  test("signs retries with the newest credential", async () => {
    const fault = place.emulator.faults.failNext({ service: "oss", times: 1, status: 503, code: "ServiceUnavailable" });
    const sent = put(connect());
    await fault.arrived;
    await place.replaceSession();
    await sent;
    expect(new Set(place.emulator.calls.list().map(({ accessKeyId }) => accessKeyId)).size).toBe(2);
  });

  test("passes the expiration, and honours forceRefresh", async () => {
    const client = connect();
    const first = await client.config.credentials();
    expect(first.expiration).toBeInstanceOf(Date);
    await place.rotating.advance(10_001);
    const forced = await Reflect.apply(client.config.credentials, client.config, [{ forceRefresh: true }]);
    expect(forced.accessKeyId).not.toBe(first.accessKeyId);
    expect(place.rotating.loads).toBe(2);
  });

  test("gives each caller a plain object of its own, which may be written into", async () => {
    const credentials = awsCredentials(place.rotating.provider);
    const [one, other] = [await credentials(), await credentials()];
    one.accessKeyId = "overwritten";
    one.expiration?.setTime(0);
    expect(other.accessKeyId).not.toBe("overwritten");
    expect(other.expiration?.getTime()).toBeGreaterThan(0);
    expect(place.rotating.provider.peek()?.expiration).toEqual(other.expiration);
    expect({ ...other }).toHaveProperty("secretAccessKey");
  });

  test("with the plugin survives a refused session; without it the error comes out", async () => {
    const client = surviving();
    await put(client);
    place.emulator.accounts.rotate();
    await put(client);
    expect(place.refused).toBe(1);
    expect(place.rotating.loads).toBe(2);

    place.emulator.accounts.rotate();
    await expect(put(connect())).rejects.toMatchObject({ Code: expect.any(String) });
    expect(place.rotating.loads).toBe(2);
  });

  test("the plugin blames the key id that the refused attempt was signed with", async () => {
    const client = surviving();
    await put(client);
    // The first attempt fails otherwise; before the client's own second one the session rotates, and the new one is refused.
    const fault = place.emulator.faults.failNext({ service: "oss", times: 1, status: 503, code: "ServiceUnavailable" });
    const sent = put(client);
    await fault.arrived;
    await place.rotating.rotate();
    place.emulator.accounts.rotate();
    await place.rotating.advance(10_001);
    await sent;
    expect(place.refused).toBe(2);
    expect(place.rotating.loads).toBe(3);
  });

  test("does not send a stream twice, but the next command has a new session", async () => {
    const client = surviving();
    await put(client);
    place.emulator.accounts.rotate();
    const Body = Readable.from([body]);
    const stream = new s3.PutObjectCommand({ Bucket: bucket, Key: "key", Body, ContentLength: body.length });
    await expect(client.send(stream)).rejects.toThrow();
    await put(client);
    expect(place.refused).toBe(1);
    expect(place.rotating.loads).toBe(2);
  });

  test("lib-storage uploads in parts across rotations", async () => {
    const content = randomBytes(21 * 1024 * 1024);
    const upload = new storage.Upload({
      client: connectLatest(),
      params: { Bucket: bucket, Key: "large", Body: content },
      queueSize: 1,
    });
    upload.on("httpUploadProgress", () => void place.rotating.rotate());
    await upload.done();
    const { ContentLength } = await connect().send(new s3.GetObjectCommand({ Bucket: bucket, Key: "large" }));
    expect(ContentLength).toBe(content.length);
    expect(new Set(place.accepted).size).toBeGreaterThan(1);
    expect(place.refused).toBe(0);
  });

  test("s3-request-presigner makes links that live as long as they say, or none", async () => {
    const linking = (seconds: number): Promise<string> =>
      presigner.getSignedUrl(
        connect({ credentials: awsCredentials(place.rotating.provider, { minTtl: seconds * 1000 }) }),
        new s3.GetObjectCommand({ Bucket: bucket, Key: "key" }),
        { expiresIn: seconds },
      );
    await put(connect());
    for (let rotation = 0; rotation < 3; rotation += 1) {
      expect(await (await fetch(await linking(600))).text()).toBe(body.toString());
      await place.replaceSession();
    }
    await expect(linking(7200)).rejects.toMatchObject({ code: "INSUFFICIENT_TTL" });
    expect(place.refused).toBe(0);
  });

  test("works with permanent keys", async () => {
    await place[Symbol.asyncDispose]();
    place = await emulatedBucket("permanent");
    await put(connect());
    expect(place.refused).toBe(0);
  });

  test("gets the provider's own error, and sends nothing", async () => {
    place.rotating.failWith(new CredentialsError({ code: "LOGIN_REQUIRED", message: "log in again" }));
    await expect(put(connect())).rejects.toMatchObject({ code: "LOGIN_REQUIRED" });
    expect(place.emulator.calls.count()).toBe(0);
  });

  /** `lib-storage` has its commands from the `client-s3` beside it: that is the latest one. */
  function connectLatest(): S3Client {
    const [{ s3: latest }] = releases;
    return new latest.S3Client({
      ...ossS3Preset({ region }),
      endpoint: place.emulator.oss.url,
      forcePathStyle: true,
      credentials: awsCredentials(place.rotating.provider),
    });
  }
});
