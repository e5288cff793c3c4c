import { createAws4Fetch } from "@credport/adapter-aws";
import { defaultChain } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";
import { AwsClient } from "aws4fetch";

const provider = createProvider(defaultChain());
const client = createAws4Fetch(AwsClient, { provider, service: "s3", region: "cn-hangzhou" });
const bucket = process.env["BUCKET_URL"] ?? "https://my-bucket.s3.oss-cn-hangzhou.aliyuncs.com";
await client.fetch(`${bucket}/hello.txt`, { method: "PUT", body: "hello" });
console.log(await (await client.fetch(`${bucket}/hello.txt`)).text());
