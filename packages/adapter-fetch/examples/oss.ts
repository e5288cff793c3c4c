import { createSignedFetch } from "@credport/adapter-fetch";
import { defaultChain } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";
import { ossRequestSigner } from "@credport/oss";

const provider = createProvider(defaultChain());
const signedFetch = createSignedFetch({ provider, signer: ossRequestSigner({ region: "cn-hangzhou" }) });
const bucket = process.env["BUCKET_URL"] ?? "https://my-bucket.oss-cn-hangzhou.aliyuncs.com";
await signedFetch(`${bucket}/hello.txt`, { method: "PUT", body: "hello" });
console.log(await (await signedFetch(`${bucket}/hello.txt`)).text());
