import { createSignedFetch } from "@credport/adapter-fetch";
import { createRequestSigner, defaultChain } from "@credport/byteplus";
import { createProvider } from "@credport/node";

const provider = createProvider(defaultChain());
const signer = createRequestSigner({ region: "ap-southeast-1", service: "iam" });
const signedFetch = createSignedFetch({ provider, signer });
const gateway = process.env["OPENAPI_URL"] ?? "https://open.byteplusapi.com";
const response = await signedFetch(`${gateway}/?Action=ListUsers&Version=2018-01-01`);
console.log(await response.json());
