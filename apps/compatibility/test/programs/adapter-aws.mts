import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { fromIni } from "@aws-sdk/credential-provider-ini";
import {
  awsCredentials,
  createAws4Fetch,
  fromAwsProvider,
  minioCredentials,
  openSearchCredentials,
  ossS3Preset,
  retryOnRejectedCredentials,
  signWithAws4,
  tosS3Preset,
} from "@credport/adapter-aws";
import type { BearerCredentials, CredentialsProvider } from "@credport/core";
import { rebuildOnRotation } from "@credport/core/adapter";
import { Client as OpenSearchClient } from "@opensearch-project/opensearch";
import { AwsSigv4Signer } from "@opensearch-project/opensearch/aws";
import aws4 from "aws4";
import { AwsClient } from "aws4fetch";
import * as minioModule from "minio";
import { Client as MinioClient } from "minio";

export async function use(
  provider: CredentialsProvider,
  bearer: CredentialsProvider<BearerCredentials>,
): Promise<void> {
  const credentials = awsCredentials(provider);
  const client = new S3Client({ ...ossS3Preset({ region: "cn-hangzhou" }), credentials });
  client.middlewareStack.use(retryOnRejectedCredentials(provider));
  void new STSClient({ ...tosS3Preset({ region: "cn-beijing" }), credentials });
  void fromAwsProvider(client.config.credentials);
  void fromAwsProvider(fromIni({ profile: "work" }));
  const signing: AwsClient = createAws4Fetch(AwsClient, { provider, service: "s3", region: "cn-hangzhou" });
  await signing.fetch("https://example.com");
  await signWithAws4(aws4, provider, { host: "example.com", path: "/" });
  const minio = new MinioClient({ endPoint: "example.com", credentialsProvider: await minioCredentials(provider) });
  await minio.setCredentialsProvider(await minioCredentials(provider, minioModule));
  const getCredentials = openSearchCredentials(provider);
  void new OpenSearchClient({ ...AwsSigv4Signer({ region: "us-east-1", service: "es", getCredentials }), node: "x" });
  const current = rebuildOnRotation(provider, ({ accessKeyId, accessKeySecret: secretAccessKey }) => {
    return new S3Client({ credentials: { accessKeyId, secretAccessKey } });
  });
  await (await current()).config.region();
  // @ts-expect-error AWS knows no bearer tokens
  awsCredentials(bearer);
}
