import { createRequire } from "node:module";
import { createMnsClient } from "@credport/adapter-alicloud";
import { defaultChain } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";

// The package has no types: say what you use of it.
interface MnsClient {
  get(resource: string, type: string): Promise<{ body: unknown }>;
}
const Mns: new (accountId: string, options: { endpoint: string }) => MnsClient = createRequire(import.meta.url)(
  "@alicloud/mns",
);

const provider = createProvider(defaultChain());
const endpoint = process.env["MNS_URL"] ?? "https://123456.mns.cn-hangzhou.aliyuncs.com";
const client = createMnsClient(Mns, "123456", { provider, endpoint });
const { body } = await client.get("/queues/my-queue", "Queue");
console.log(body);
