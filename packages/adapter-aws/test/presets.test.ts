import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { Agent } from "node:http";
import { connect } from "node:net";
import { Readable } from "node:stream";
import { startEmulator } from "@credport/emulator";
import { rotatingProvider } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { awsCredentials, ossS3Preset, tosS3Preset } from "../src/index.js";
import { body, region } from "./emulated-bucket.js";

describe("presets", () => {
  const hostFor = async (preset: ReturnType<typeof ossS3Preset>): Promise<string> => {
    const client = new S3Client({ ...preset, credentials: { accessKeyId: "id", secretAccessKey: "secret" } });
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
    await client.send(new PutObjectCommand({ Bucket: "bucket", Key: "buffer", Body: body }));
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
