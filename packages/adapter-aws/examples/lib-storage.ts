import { S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { awsCredentials, ossS3Preset } from "@credport/adapter-aws";
import { defaultChain } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";

const provider = createProvider(defaultChain());
const client = new S3Client({
  ...ossS3Preset({ region: "cn-hangzhou" }),
  ...(process.env["OSS_ENDPOINT"] && { endpoint: process.env["OSS_ENDPOINT"], forcePathStyle: true }),
  credentials: awsCredentials(provider),
});
// Each part asks for the credential of its own time: an upload may take longer than a session lives.
const params = { Bucket: "my-bucket", Key: "large.bin", Body: Buffer.alloc(6 * 1024 * 1024) };
const { Key } = await new Upload({ client, params }).done();
console.log(Key);
