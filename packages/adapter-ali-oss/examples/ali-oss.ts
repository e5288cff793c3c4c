import { createAliOss } from "@credport/adapter-ali-oss";
import { defaultChain } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";
import OSS from "ali-oss";

const provider = createProvider(defaultChain());
const client = createAliOss(OSS, {
  provider,
  region: "oss-cn-hangzhou",
  bucket: process.env["OSS_BUCKET"] ?? "my-bucket",
  ...(process.env["OSS_ENDPOINT"] && { endpoint: process.env["OSS_ENDPOINT"] }),
});
await client.put("hello.txt", Buffer.from("hello"));
const { content } = await client.get("hello.txt");
console.log(String(content));
