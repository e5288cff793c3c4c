import OpenApi, { Config, OpenApiRequest, Params } from "@alicloud/openapi-client";
import { RuntimeOptions } from "@alicloud/tea-util";
import { alicloudCredential } from "@credport/adapter-alicloud";
import { defaultChain } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";

const provider = createProvider(defaultChain());
const client = new OpenApi.default(
  new Config({
    credential: alicloudCredential(provider),
    endpoint: process.env["ECS_HOST"] ?? "ecs.cn-hangzhou.aliyuncs.com",
    ...(process.env["ECS_HOST"] && { protocol: "http" }),
  }),
);
// A call that no generated SDK knows.
const call = new Params({
  action: "DescribeRegions",
  version: "2014-05-26",
  protocol: "HTTPS",
  pathname: "/",
  method: "POST",
  authType: "AK",
  style: "RPC",
  reqBodyType: "formData",
  bodyType: "json",
});
console.log(await client.callApi(call, new OpenApiRequest({}), new RuntimeOptions({})));
