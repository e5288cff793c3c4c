import { request } from "node:http";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { createAliOss, createOssClient } from "@credport/adapter-ali-oss";
import {
  awsCredentials,
  createAws4Fetch,
  minioCredentials,
  openSearchCredentials,
  ossS3Preset,
  signWithAws4,
  tosS3Preset,
} from "@credport/adapter-aws";
import { Client as OpenSearchClient } from "@opensearch-project/opensearch";
import { AwsSigv4Signer } from "@opensearch-project/opensearch/aws";
import OSS from "ali-oss";
import aws4 from "aws4";
import { AwsClient } from "aws4fetch";
import { Client as MinioClient } from "minio";
import { OSSObject } from "oss-client";
import { bucket, region, type World } from "../world.js";
import type { Connect } from "./client.js";

const body = Buffer.from("one credential, many clients");

/** An S3 client of OSS or TOS, on loopback. */
function s3Client({ provider, emulator }: World, service: "oss" | "tos"): S3Client {
  const preset = service === "oss" ? ossS3Preset({ region }) : tosS3Preset({ region });
  const place = { endpoint: emulator[service].url, forcePathStyle: true };
  return new S3Client({ ...preset, ...place, credentials: awsCredentials(provider) });
}

/** The clients of OSS, and those of the AWS world. */
export const objectStorageClients = {
  "ali-oss": ({ provider, emulator }) => {
    const place = { provider, bucket, endpoint: emulator.oss.url };
    const v1 = createAliOss(OSS, place);
    const v4 = createAliOss(OSS, { ...place, region: `oss-${region}` });
    return [() => v1.put("v1", body), () => v4.put("v4", body)];
  },
  "oss-client": ({ provider, emulator }) => {
    const client = createOssClient(OSSObject, { provider, bucket, endpoint: emulator.oss.url });
    return [() => client.put("oss-client", body)];
  },
  "@aws-sdk/client-s3": (world) => {
    const [oss, tos] = [s3Client(world, "oss"), s3Client(world, "tos")];
    return [
      () => oss.send(new PutObjectCommand({ Bucket: bucket, Key: "s3", Body: body })),
      () => tos.send(new PutObjectCommand({ Bucket: bucket, Key: "s3", Body: body })),
      async () => {
        await oss.send(new PutObjectCommand({ Bucket: bucket, Key: "read", Body: body }));
        const { Body } = await oss.send(new GetObjectCommand({ Bucket: bucket, Key: "read" }));
        await Body?.transformToByteArray();
      },
    ];
  },
  "@aws-sdk/client-sts": ({ provider, services }) => {
    const client = new STSClient({
      region,
      endpoint: services.identity.url,
      credentials: awsCredentials(provider),
    });
    return [() => client.send(new GetCallerIdentityCommand({}))];
  },
  "@aws-sdk/lib-storage": (world) => {
    const client = s3Client(world, "oss");
    return [() => new Upload({ client, params: { Bucket: bucket, Key: "upload", Body: body } }).done()];
  },
  "@aws-sdk/s3-request-presigner": (world) => {
    const client = s3Client(world, "oss");
    const command = new PutObjectCommand({ Bucket: bucket, Key: "link" });
    return [async () => (await fetch(await getSignedUrl(client, command), { method: "PUT", body })).arrayBuffer()];
  },
  aws4fetch: ({ provider, emulator }) => {
    const client = createAws4Fetch(AwsClient, { provider, service: "s3", region });
    const url = `${emulator.oss.url}/${bucket}/aws4fetch`;
    return [async () => (await client.fetch(url, { method: "PUT", body })).arrayBuffer()];
  },
  aws4: ({ provider, emulator }) => {
    const send = async (): Promise<void> => {
      const { port } = emulator.oss;
      const headers = { "X-Amz-Content-Sha256": "UNSIGNED-PAYLOAD", host: `127.0.0.1:${String(port)}` };
      const place = { hostname: "127.0.0.1", port, path: "/?list-type=2", service: "s3", region, headers };
      const signed = await signWithAws4(aws4, provider, place);
      await new Promise((resolve, reject) => {
        request(signed, (response) => response.resume().on("end", resolve))
          .on("error", reject)
          .end();
      });
    };
    return [send];
  },
  minio: async ({ provider, emulator }) => {
    const credentialsProvider = await minioCredentials(provider);
    const { port } = emulator.oss;
    const client = new MinioClient({ endPoint: "127.0.0.1", port, useSSL: false, region, credentialsProvider });
    return [() => client.putObject(bucket, "minio", body)];
  },
  "@opensearch-project/opensearch": ({ provider, services }) => {
    const client = new OpenSearchClient({
      ...AwsSigv4Signer({ region, service: "es", getCredentials: openSearchCredentials(provider) }),
      node: services.openSearch.url,
    });
    return [() => client.info()];
  },
} as const satisfies Record<string, Connect>;
