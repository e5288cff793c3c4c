import { request } from "node:http";
import { createRequire } from "node:module";
import * as s3 from "@aws-sdk/client-s3";
import * as sts from "@aws-sdk/client-sts";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
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
  connect(provider: CredentialsProvider, service: Pick<RecordingService, "port" | "url">): () => Promise<unknown>;
}

const region = "cn-hangzhou";
const require = createRequire(import.meta.url);

/** One version of each client. */
interface Release {
  readonly release: "latest" | "lowest";
  readonly s3: Pick<typeof s3, "S3Client" | "GetObjectCommand" | "PutObjectCommand">;
  readonly sts: Pick<typeof sts, "STSClient" | "GetCallerIdentityCommand">;
  readonly storage: { readonly Upload: typeof Upload };
  readonly presigner: { readonly getSignedUrl: typeof getSignedUrl };
  readonly aws4: typeof aws4;
  readonly aws4fetch: { readonly AwsClient: typeof AwsClient };
  readonly openSearch: { readonly Client: typeof OpenSearchClient };
  readonly openSearchSigner: { readonly AwsSigv4Signer: typeof AwsSigv4Signer };
}

/** Both ends of the supported versions; the lowest ones have the latest ones' types. `minio` has only one. */
export const releases: readonly [Release, Release] = [
  {
    release: "latest",
    s3,
    sts,
    storage: { Upload },
    presigner: { getSignedUrl },
    aws4,
    aws4fetch: { AwsClient },
    openSearch: { Client: OpenSearchClient },
    openSearchSigner: { AwsSigv4Signer },
  },
  {
    release: "lowest",
    s3: require("client-s3-lowest"),
    sts: require("client-sts-lowest"),
    storage: require("lib-storage-lowest"),
    presigner: require("s3-request-presigner-lowest"),
    aws4: require("aws4-lowest"),
    aws4fetch: require("aws4fetch-lowest"),
    openSearch: require("opensearch-lowest"),
    openSearchSigner: require("opensearch-lowest/aws"),
  },
];

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

/** Every client this adapter knows, each on a service that takes anything; the lowest supported version too where it is another. */
export const clients: readonly ClientCase[] = [
  ...releases.flatMap(clientsOf),
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
];

function clientsOf({
  release,
  s3: sdk,
  sts: identity,
  aws4fetch,
  openSearch,
  openSearchSigner,
  ...others
}: Release): ClientCase[] {
  return [
    {
      name: `awsCredentials in client-sts with retryOnRejectedCredentials, ${release}`,
      answer: answers.identity,
      connect(provider, { url }) {
        const credentials = awsCredentials(provider);
        const client = new identity.STSClient({ region, endpoint: url, maxAttempts: 1, credentials });
        client.middlewareStack.use(retryOnRejectedCredentials(provider));
        return () => client.send(new identity.GetCallerIdentityCommand({}));
      },
    },
    {
      name: `awsCredentials in client-s3, ${release}`,
      connect(provider, { url }) {
        const client = new sdk.S3Client({
          region,
          endpoint: url,
          forcePathStyle: true,
          maxAttempts: 1,
          credentials: awsCredentials(provider),
        });
        return async () => {
          const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket: "bucket", Key: "key" }));
          await Body?.transformToString();
        };
      },
    },
    {
      name: `createAws4Fetch, ${release}`,
      connect(provider, { url }) {
        const client = createAws4Fetch(aws4fetch.AwsClient, { provider, service: "s3", region, retries: 0 });
        return async () => (await client.fetch(`${url}/bucket/key`)).text();
      },
    },
    {
      name: `signWithAws4, ${release}`,
      connect(provider, { port }) {
        return async () => {
          const options = { host: "127.0.0.1", port, path: "/bucket/key", service: "s3", region };
          const signed = await signWithAws4(others.aws4, provider, options);
          await new Promise((resolve, reject) => {
            request(signed, (response) => response.resume().on("end", resolve))
              .on("error", reject)
              .end();
          });
        };
      },
    },
    {
      name: `openSearchCredentials, ${release}`,
      answer: answers.openSearch,
      connect(provider, { url }) {
        const getCredentials = openSearchCredentials(provider);
        const client = new openSearch.Client({
          ...openSearchSigner.AwsSigv4Signer({ region, service: "es", getCredentials }),
          node: url,
          maxRetries: 0,
        });
        return () => client.info();
      },
    },
  ];
}
