import { createAliOss } from "@credport/adapter-ali-oss";
import { defaultChain } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";
import OSS from "ali-oss";

const provider = createProvider(defaultChain());
const { OSS_ENDPOINT: endpoint, OSS_BUCKET: bucket = "my-bucket" } = process.env;
const client = createAliOss(OSS, {
  provider,
  bucket,
  region: "oss-cn-hangzhou",
  ...(endpoint === undefined ? {} : { endpoint }),
});
await client.put("hello.txt", Buffer.from("hello"));
const { content } = await client.get("hello.txt");
console.log(String(content));
