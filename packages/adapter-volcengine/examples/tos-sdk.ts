import { createTosClient } from "@credport/adapter-volcengine";
import { defaultChain } from "@credport/byteplus";
import { createProvider } from "@credport/node";
import { TosClient } from "@volcengine/tos-sdk";

const provider = createProvider(defaultChain());
const { TOS_HOST: endpoint, TOS_BUCKET: bucket = "my-bucket" } = process.env;
const client = createTosClient(TosClient, {
  provider,
  bucket,
  region: "cn-beijing",
  ...(endpoint === undefined ? {} : { endpoint, secure: false }),
});
await client.putObject({ key: "hello.txt", body: Buffer.from("hello") });
const { data } = await client.getObjectV2({ key: "hello.txt", dataType: "buffer" });
console.log(String(data.content));
