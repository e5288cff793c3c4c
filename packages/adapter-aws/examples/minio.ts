import { minioCredentials } from "@credport/adapter-aws";
import { defaultChain } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";
import { Client } from "minio";

const provider = createProvider(defaultChain());
const { hostname, port, protocol } = new URL(process.env["OSS_ENDPOINT"] ?? "https://s3.oss-cn-hangzhou.aliyuncs.com");
const client = new Client({
  endPoint: hostname,
  ...(port === "" ? {} : { port: Number(port) }),
  useSSL: protocol === "https:",
  region: "cn-hangzhou",
  credentialsProvider: await minioCredentials(provider),
});
console.log((await client.listBuckets()).map(({ name }) => name));
