import { createSignedFetch } from "@credport/adapter-fetch";
import { defaultChain } from "@credport/alibaba-cloud";
import { createRequestSigner } from "@credport/maxcompute";
import { createProvider } from "@credport/node";

const provider = createProvider(defaultChain());
const { MAXCOMPUTE_ENDPOINT: endpoint = "https://service.cn-hangzhou.maxcompute.aliyun.com/api" } = process.env;
const { MAXCOMPUTE_PROJECT: project = "my_project" } = process.env;
const signedFetch = createSignedFetch({ provider, signer: createRequestSigner({ endpoint, region: "cn-hangzhou" }) });
const response = await signedFetch(`${endpoint}/projects/${project}`);
console.log(await response.text());
