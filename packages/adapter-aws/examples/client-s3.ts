import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { awsCredentials, ossS3Preset, retryOnRejectedCredentials } from "@credport/adapter-aws";
import { defaultChain } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";

const provider = createProvider(defaultChain());
const client = new S3Client({
  ...ossS3Preset({ region: "cn-hangzhou" }),
  ...(process.env["OSS_ENDPOINT"] && { endpoint: process.env["OSS_ENDPOINT"] }),
  credentials: awsCredentials(provider),
});
client.middlewareStack.use(retryOnRejectedCredentials(provider));
const { Buckets } = await client.send(new ListBucketsCommand({}));
console.log(Buckets?.map(({ Name }) => Name));
