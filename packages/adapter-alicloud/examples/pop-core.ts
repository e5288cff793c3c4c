import Core from "@alicloud/pop-core";
import { createPopCore } from "@credport/adapter-alicloud";
import { defaultChain } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";

const provider = createProvider(defaultChain());
const client = createPopCore(Core, {
  provider,
  endpoint: process.env["ECS_URL"] ?? "https://ecs.cn-hangzhou.aliyuncs.com",
  apiVersion: "2014-05-26",
});
const { Regions } = await client.request<{ Regions: { Region: { RegionId: string }[] } }>("DescribeRegions", {});
console.log(Regions.Region.map(({ RegionId }) => RegionId));
