import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { ossS3Preset } from "@credport/adapter-aws";
import { defaultChain } from "@credport/alibaba-cloud";
import { rebuildOnRotation } from "@credport/core/adapter";
import { createProvider } from "@credport/node";

// For a client that takes keys once and for all, as this one can too: another client after each rotation.
const provider = createProvider(defaultChain());
const build = ({ accessKeyId, accessKeySecret, securityToken = "" }: Keys): S3Client =>
  new S3Client({
    ...ossS3Preset({ region: "cn-hangzhou" }),
    ...(process.env["OSS_ENDPOINT"] && { endpoint: process.env["OSS_ENDPOINT"] }),
    credentials: { accessKeyId, secretAccessKey: accessKeySecret, sessionToken: securityToken },
  });
const current = rebuildOnRotation(provider, build, { retire: (client) => client.destroy() });
const { Buckets } = await (await current()).send(new ListBucketsCommand({}));
console.log(Buckets?.map(({ Name }) => Name));

interface Keys {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
}
