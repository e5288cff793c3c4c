import { $OpenApiUtil } from "@alicloud/openapi-core";
import Sts from "@alicloud/sts20150401";
import { alicloudCredential } from "@credport/adapter-alicloud";
import { defaultChain } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";

const provider = createProvider(defaultChain());
const config = new $OpenApiUtil.Config({
  credential: alicloudCredential(provider),
  endpoint: process.env["STS_HOST"] ?? "sts.cn-hangzhou.aliyuncs.com",
  ...(process.env["STS_HOST"] && { protocol: "http" }),
});
const { body } = await new Sts.default(config).getCallerIdentity();
console.log(body?.arn);
