import OpenApi, { $OpenApiUtil } from "@alicloud/openapi-core";
import { alicloudCredential } from "@credport/adapter-alicloud";
import { defaultChain } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";
import { RuntimeOptions } from "@darabonba/typescript";

const provider = createProvider(defaultChain());
const client = new OpenApi.default(
  new $OpenApiUtil.Config({
    credential: alicloudCredential(provider),
    endpoint: process.env["ECS_HOST"] ?? "ecs.cn-hangzhou.aliyuncs.com",
    ...(process.env["ECS_HOST"] && { protocol: "http" }),
  }),
);
// A call that no generated SDK knows.
const call = new $OpenApiUtil.Params({
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
console.log(await client.callApi(call, new $OpenApiUtil.OpenApiRequest({}), new RuntimeOptions({})));
