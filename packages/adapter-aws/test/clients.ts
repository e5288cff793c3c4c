import { request } from "node:http";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { CredentialsProvider } from "@credport/core";
import type { RecordedAnswer, RecordingService } from "@credport/testing";
import { Client as OpenSearchClient } from "@opensearch-project/opensearch";
import { AwsSigv4Signer } from "@opensearch-project/opensearch/aws";
import aws4 from "aws4";
import { AwsClient } from "aws4fetch";
import { Client as MinioClient } from "minio";
import {
  awsCredentials,
  createAws4Fetch,
  minioCredentials,
  openSearchCredentials,
  retryOnRejectedCredentials,
  signWithAws4,
} from "../src/index.js";

/** One client: what it wants to hear, and how to make a request with it. */
export interface ClientCase {
  readonly name: string;
  readonly answer?: RecordedAnswer;
  connect(provider: CredentialsProvider, service: RecordingService): () => Promise<unknown>;
}

const region = "cn-hangzhou";
/** What services that the emulator does not have answer. */
export const answers = {
  identity: {
    headers: { "content-type": "text/xml" },
    body: "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>",
  },
  openSearch: {
    headers: { "content-type": "application/json" },
    body: '{"version":{"number":"2.0.0","distribution":"opensearch"},"tagline":"The OpenSearch Project"}',
  },
} as const;

/** Every client this adapter knows, each on a service that takes anything. */
export const clients: readonly ClientCase[] = [
  {
    name: "awsCredentials in client-s3",
    connect(provider, { url }) {
      const client = new S3Client({
        region,
        endpoint: url,
        forcePathStyle: true,
        maxAttempts: 1,
        credentials: awsCredentials(provider),
      });
      return async () => {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: "bucket", Key: "key" }));
        await Body?.transformToString();
      };
    },
  },
  {
    name: "awsCredentials in client-sts, with retryOnRejectedCredentials",
    answer: answers.identity,
    connect(provider, { url }) {
      const client = new STSClient({ region, endpoint: url, maxAttempts: 1, credentials: awsCredentials(provider) });
      client.middlewareStack.use(retryOnRejectedCredentials(provider));
      return () => client.send(new GetCallerIdentityCommand({}));
    },
  },
  {
    name: "createAws4Fetch",
    connect(provider, { url }) {
      const client = createAws4Fetch(AwsClient, { provider, service: "s3", region, retries: 0 });
      return async () => (await client.fetch(`${url}/bucket/key`)).text();
    },
  },
  {
    name: "signWithAws4",
    connect(provider, { port }) {
      return async () => {
        const options = { host: "127.0.0.1", port, path: "/bucket/key", service: "s3", region };
        const signed = await signWithAws4(aws4, provider, options);
        await new Promise((resolve, reject) => {
          request(signed, (response) => response.resume().on("end", resolve))
            .on("error", reject)
            .end();
        });
      };
    },
  },
  {
    name: "minioCredentials",
    answer: { headers: { etag: '"1"', "last-modified": "Thu, 01 Jan 2026 00:00:00 GMT", "content-length": "0" } },
    connect(provider, { port }) {
      const client = minioCredentials(provider).then(
        (credentialsProvider) =>
          new MinioClient({ endPoint: "127.0.0.1", port, useSSL: false, region, credentialsProvider }),
      );
      return async () => (await client).statObject("bucket", "key");
    },
  },
  {
    name: "openSearchCredentials",
    answer: answers.openSearch,
    connect(provider, { url }) {
      const client = new OpenSearchClient({
        ...AwsSigv4Signer({ region, service: "es", getCredentials: openSearchCredentials(provider) }),
        node: url,
        maxRetries: 0,
      });
      return () => client.info();
    },
  },
];
