import { createSignedFetch } from "@credport/adapter-fetch";
import { acs3Signer, rpcSigner } from "@credport/alibaba-cloud";
import { createRequestSigner as byteplusSigner } from "@credport/byteplus";
import type { CredentialsProvider, RequestSigner } from "@credport/core";
import { createRequestSigner as maxComputeSigner } from "@credport/maxcompute";
import { ossRequestSigner } from "@credport/oss";
import { bucket, region } from "../world.js";
import type { Call, Connect } from "./client.js";

/** Plain `fetch`, with the signer of every vendor. */
export const fetchClients = {
  fetch: ({ provider, emulator: { byteplus, ecs, maxcompute, oss } }) => {
    const endpoint = `${maxcompute.url}/api`;
    const project = `${endpoint}/projects/${maxcompute.project}`;
    const regions = `${ecs.url}/?Action=DescribeRegions&Version=2014-05-26&Format=JSON`;
    return [
      call(provider, acs3Signer({ action: "DescribeRegions", version: "2014-05-26" }), ecs.url, { method: "POST" }),
      call(provider, rpcSigner(), regions),
      call(provider, ossRequestSigner({ region, bucket }), `${oss.url}/fetch`, { method: "PUT", body: "x" }),
      call(provider, maxComputeSigner({ endpoint }), project),
      call(provider, maxComputeSigner({ endpoint, region }), project),
      call(
        provider,
        byteplusSigner({ region: "ap-southeast-1", service: "iam" }),
        `${byteplus.url}/?Action=ListUsers&Version=2018-01-01`,
      ),
    ];
  },
} as const satisfies Record<string, Connect>;

function call(provider: CredentialsProvider, signer: RequestSigner, url: string, init?: RequestInit): Call {
  const signedFetch = createSignedFetch({ provider, signer });
  return async () => (await signedFetch(url, init)).arrayBuffer();
}
