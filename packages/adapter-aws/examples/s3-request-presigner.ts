import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { awsCredentials, ossS3Preset } from "@credport/adapter-aws";
import { defaultChain } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";

const provider = createProvider(defaultChain());
const seconds = 600;
// A client of its own for links: what signs them lives as long as they say, or the call fails.
const client = new S3Client({
  ...ossS3Preset({ region: "cn-hangzhou" }),
  ...(process.env["OSS_ENDPOINT"] && { endpoint: process.env["OSS_ENDPOINT"], forcePathStyle: true }),
  credentials: awsCredentials(provider, { minTtl: seconds * 1000 }),
});
const command = new PutObjectCommand({ Bucket: "my-bucket", Key: "hello.txt" });
const link = await getSignedUrl(client, command, { expiresIn: seconds });
const { status } = await fetch(link, { method: "PUT", body: "hello" });
console.log(status);
