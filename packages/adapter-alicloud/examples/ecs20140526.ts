import Ecs, { DescribeRegionsRequest } from "@alicloud/ecs20140526";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import { alicloudCredential } from "@credport/adapter-alicloud";
import { defaultChain } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";

const provider = createProvider(defaultChain());
const config = new $OpenApiUtil.Config({
  credential: alicloudCredential(provider),
  endpoint: process.env["ECS_HOST"] ?? "ecs.cn-hangzhou.aliyuncs.com",
  ...(process.env["ECS_HOST"] && { protocol: "http" }),
});
const { body } = await new Ecs.default(config).describeRegions(new DescribeRegionsRequest({}));
console.log(body?.regions?.region?.map(({ regionId }) => regionId));
