import { acs3Signer, rpcSigner } from "@credport/alibaba-cloud";
import { createRequestSigner } from "@credport/byteplus";
import type { RequestSigner } from "@credport/core";
import { startEmulator, type Emulator } from "@credport/emulator";
import { adapterConformance, rotatingProvider, startRecordingService } from "@credport/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSignedFetch } from "../src/index.js";

type Services = "byteplus" | "ecs" | "oss";

let emulator: Emulator<Services>;

beforeAll(async () => {
  emulator = await startEmulator({ services: ["byteplus", "ecs", "oss"] });
});

afterAll(() => emulator.close());

/** One service: its signer, and a request it answers with 200. */
interface ServiceCase {
  readonly name: string;
  readonly service: Services;
  readonly signer: RequestSigner;
  readonly request: () => { readonly url: string; readonly init?: RequestInit };
}

const cases: readonly ServiceCase[] = [
  {
    name: "Alibaba OpenAPI with ACS3",
    service: "ecs",
    signer: acs3Signer({ action: "DescribeRegions", version: "2014-05-26" }),
    request: () => ({ url: `${emulator.ecs.url}/?AcceptLanguage=en-US`, init: { method: "POST" } }),
  },
  {
    name: "Alibaba OpenAPI with RPC",
    service: "ecs",
    signer: rpcSigner(),
    request: () => ({ url: `${emulator.ecs.url}/?Action=DescribeRegions&Version=2014-05-26&Format=JSON` }),
  },
  {
    name: "BytePlus",
    service: "byteplus",
    signer: createRequestSigner({ region: "ap-southeast-1", service: "iam" }),
    request: () => ({ url: `${emulator.byteplus.url}/?Action=ListUsers&Version=2018-01-01` }),
  },
];

describe.each(cases)("$name", ({ service, signer, request }) => {
  test("accepts 10 rotations, and survives a refused session with one load", async () => {
    const role = emulator.accounts.createRole({ name: service });
    const rotating = rotatingProvider(() => emulator.accounts.issueSession({ of: role }));
    const signedFetch = createSignedFetch({ provider: rotating.provider, signer });
    const send = async (): Promise<number> => {
      const { url, init } = request();
      const response = await signedFetch(url, init);
      await response.arrayBuffer();
      return response.status;
    };
    emulator.calls.reset();
    for (let rotation = 0; rotation < 10; rotation += 1) {
      expect(await Promise.all([send(), send(), send()])).toEqual([200, 200, 200]);
      await rotating.rotate();
    }
    expect(rotating.loads).toBe(11);
    expect(emulator.calls.list().every(({ status }) => status === 200)).toBe(true);

    await rotating.advance(10_001);
    emulator.accounts.rotate();
    expect(await send()).toBe(200);
    expect(rotating.loads).toBe(12);
  });
});

for (const { name, signer } of cases) {
  adapterConformance({
    name: `createSignedFetch for ${name}`,
    async connect(provider) {
      const service = await startRecordingService({
        read: ({ headers, url = "" }) => {
          const query = new URLSearchParams(url.split("?")[1]);
          const [, inHeader] = /Credential=([^,/]+)/.exec(headers.authorization ?? "") ?? [];
          const token =
            headers["x-acs-security-token"] ?? headers["x-security-token"] ?? query.get("SecurityToken") ?? "";
          return { accessKeyId: inHeader ?? query.get("AccessKeyId") ?? "", securityToken: String(token) };
        },
      });
      const signedFetch = createSignedFetch({ provider, signer });
      return {
        send: () =>
          service.observe(async () => (await signedFetch(`${service.url}/?Action=A&Version=2014-05-26`)).arrayBuffer()),
        requests: () => service.requests,
        product: signedFetch,
        close: async () => {
          await service[Symbol.asyncDispose]();
        },
      };
    },
  });
}
