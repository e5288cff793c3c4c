import { createRequire } from "node:module";
import { createTablestoreClient } from "@credport/adapter-alicloud";
import { defaultChain } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";

// The package has no types: say what you use of it.
interface TablestoreClient {
  listTable(parameters: object): Promise<unknown>;
}
const Tablestore: { Client: new (options: { endpoint: string; instancename: string }) => TablestoreClient } =
  createRequire(import.meta.url)("tablestore");

const provider = createProvider(defaultChain());
const endpoint = process.env["TABLESTORE_URL"] ?? "https://my-instance.cn-hangzhou.ots.aliyuncs.com";
const client = createTablestoreClient(Tablestore.Client, { provider, endpoint, instancename: "my-instance" });
console.log(await client.listTable({}));
