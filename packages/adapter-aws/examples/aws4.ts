import { signWithAws4 } from "@credport/adapter-aws";
import { defaultChain } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";
import aws4 from "aws4";

const provider = createProvider(defaultChain());
const url = new URL(process.env["BUCKET_URL"] ?? "https://my-bucket.s3.oss-cn-hangzhou.aliyuncs.com");
const request = {
  host: url.host,
  path: `${url.pathname.replace(/\/$/, "")}/?list-type=2`,
  service: "s3",
  region: "cn-hangzhou",
  headers: { "X-Amz-Content-Sha256": "UNSIGNED-PAYLOAD" },
};
const { headers, path } = await signWithAws4(aws4, provider, request);
const response = await fetch(new URL(path, url), { headers });
console.log(response.status);
