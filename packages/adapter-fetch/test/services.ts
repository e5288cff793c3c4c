import { acs3Signer, rpcSigner } from "@credport/alibaba-cloud";
import { createRequestSigner as byteplusSigner } from "@credport/byteplus";
import type { RequestSigner } from "@credport/core";
import { startEmulator, type Emulator } from "@credport/emulator";
import { createRequestSigner as maxComputeSigner } from "@credport/maxcompute";
import { ossRequestSigner } from "@credport/oss";

/** The emulated services that plain requests are signed for. */
export type Services = "byteplus" | "ecs" | "maxcompute" | "oss";

/** Starts them, with an empty bucket `bucket`. */
export async function startServices(): Promise<Emulator<Services>> {
  const emulator = await startEmulator({ services: ["byteplus", "ecs", "maxcompute", "oss"], region: "cn-hangzhou" });
  emulator.oss.createBucket("bucket");
  return emulator;
}

/** One kind of signature: its signer, and a request its service answers with 200. */
export interface SignatureCase {
  readonly name: string;
  readonly signer: (emulator: Emulator<Services>) => RequestSigner;
  readonly request: (emulator: Emulator<Services>) => { readonly url: string; readonly init?: RequestInit };
}

/** Every signer of the vendor packages. */
export const signatures: readonly SignatureCase[] = [
  {
    name: "Alibaba OpenAPI with ACS3",
    signer: () => acs3Signer({ action: "DescribeRegions", version: "2014-05-26" }),
    request: ({ ecs }) => ({ url: `${ecs.url}/?AcceptLanguage=en-US`, init: { method: "POST" } }),
  },
  {
    name: "Alibaba OpenAPI with RPC",
    signer: () => rpcSigner(),
    request: ({ ecs }) => ({ url: `${ecs.url}/?Action=DescribeRegions&Version=2014-05-26&Format=JSON` }),
  },
  {
    name: "OSS with V4",
    signer: () => ossRequestSigner({ region: "cn-hangzhou" }),
    request: ({ oss }) => ({ url: `${oss.url}/bucket/a%20key`, init: { method: "PUT", body: "hello" } }),
  },
  {
    name: "MaxCompute with V2",
    signer: ({ maxcompute }) => maxComputeSigner({ endpoint: `${maxcompute.url}/api` }),
    request: ({ maxcompute }) => ({ url: `${maxcompute.url}/api/projects/${maxcompute.project}` }),
  },
  {
    name: "MaxCompute with V4",
    signer: ({ maxcompute }) => maxComputeSigner({ endpoint: `${maxcompute.url}/api`, region: "cn-hangzhou" }),
    request: ({ maxcompute }) => ({ url: `${maxcompute.url}/api/projects/${maxcompute.project}/tables?maxitems=1` }),
  },
  {
    name: "BytePlus",
    signer: () => byteplusSigner({ region: "ap-southeast-1", service: "iam" }),
    request: ({ byteplus }) => ({ url: `${byteplus.url}/?Action=ListUsers&Version=2018-01-01` }),
  },
];
