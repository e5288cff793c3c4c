import { createSignedFetch } from "@credport/adapter-fetch";
import { acs3Signer, defaultChain } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";

const provider = createProvider(defaultChain());
const signedFetch = createSignedFetch({
  provider,
  signer: acs3Signer({ action: "DescribeRegions", version: "2014-05-26" }),
});
const response = await signedFetch(process.env["ECS_URL"] ?? "https://ecs.cn-hangzhou.aliyuncs.com/", {
  method: "POST",
});
console.log(await response.json());
