import { createOssClient } from "@credport/adapter-ali-oss";
import { defaultChain } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";
import { OSSObject } from "oss-client";

const provider = createProvider(defaultChain());
const { OSS_ENDPOINT: endpoint = "https://oss-cn-hangzhou.aliyuncs.com", OSS_BUCKET: bucket = "my-bucket" } =
  process.env;
const client = createOssClient(OSSObject, { provider, bucket, endpoint });
await client.put("hello.txt", Buffer.from("hello"));
const { content } = await client.get("hello.txt");
console.log(String(content));
