import { createRequire } from "node:module";
import { createLogClient } from "@credport/adapter-alicloud";
import { defaultChain } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";

// The package has no types: say what you use of it.
interface LogClient {
  getProject(name: string): Promise<unknown>;
}
const Log: new (options: { endpoint: string }) => LogClient = createRequire(import.meta.url)("@alicloud/log");

const provider = createProvider(defaultChain());
const client = createLogClient(Log, {
  provider,
  endpoint: process.env["LOG_ENDPOINT"] ?? "cn-hangzhou.log.aliyuncs.com",
});
console.log(await client.getProject(process.env["LOG_PROJECT"] ?? "my-project"));
