import type { AccessKeyFields, CredentialsProvider } from "@credport/core";
import type { Emulator } from "@credport/emulator";
import { ossRequestSigner } from "@credport/oss";
import { adapterConformance, rotatingProvider, startRecordingService } from "@credport/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createSignedFetch } from "../src/index.js";
import { signatures, startServices, type Services } from "./services.js";

let emulator: Emulator<Services>;

beforeAll(async () => {
  emulator = await startServices();
});

beforeEach(() => {
  emulator.calls.reset();
});

afterAll(() => emulator.close());

const session = (): Omit<AccessKeyFields, "source"> =>
  emulator.accounts.issueSession({ of: emulator.accounts.createRole({ name: "reader" }) });

describe.each(signatures)("$name", ({ signer, request }) => {
  /** How to send the request; `headers` are the caller's own. */
  const sending = (provider: CredentialsProvider) => {
    const signedFetch = createSignedFetch({ provider, signer: signer(emulator) });
    return async (headers: Record<string, string> = {}): Promise<number> => {
      const { url, init } = request(emulator);
      const response = await signedFetch(url, { ...init, headers });
      await response.arrayBuffer();
      return response.status;
    };
  };

  test("accepts 30 rotations, and survives a refused session with one load", async () => {
    const rotating = rotatingProvider(session);
    const send = sending(rotating.provider);
    for (let rotation = 0; rotation < 30; rotation += 1) {
      expect(await Promise.all([send(), send(), send()])).toEqual([200, 200, 200]);
      await rotating.replace((accessKeyId) => emulator.accounts.expire(accessKeyId));
    }
    expect(rotating.loads).toBe(31);
    expect(emulator.calls.list().every(({ status }) => status === 200)).toBe(true);

    await rotating.advance(10_001);
    await send();
    emulator.accounts.rotate();
    expect(await send()).toBe(200);
    expect(rotating.loads).toBe(32);
  });

  test("replaces the date, token and hash headers of an earlier attempt", async () => {
    const earlier = rotatingProvider(session);
    const { url, init } = request(emulator);
    const { headers } = signer(emulator).sign(
      { method: init?.method ?? "GET", url: new URL(url), headers: {}, body: undefined },
      await earlier.provider.getCredentials(),
      new Date(0),
    );
    const permanent = rotatingProvider(() => emulator.accounts.createUser());
    expect(await sending(permanent.provider)(headers)).toBe(200);
  });
});

describe("a stream", () => {
  const send = (name: string, url: string): Promise<Response> => {
    const { signer } = signatures.find((each) => each.name === name) ?? {};
    if (signer === undefined) throw new Error(name);
    const signedFetch = createSignedFetch({ provider: rotatingProvider(session).provider, signer: signer(emulator) });
    return signedFetch(url, { method: "PUT", body: new Blob(["streamed"]).stream() });
  };

  test("goes to OSS unsigned, and arrives whole", async () => {
    const { status } = await send("OSS with V4", `${emulator.oss.url}/bucket/streamed`);
    expect(status).toBe(200);
    const { provider } = rotatingProvider(session);
    const read = createSignedFetch({ provider, signer: ossRequestSigner({ region: "cn-hangzhou" }) });
    expect(await (await read(`${emulator.oss.url}/bucket/streamed`)).text()).toBe("streamed");
  });

  test.each(["Alibaba OpenAPI with ACS3", "BytePlus"])("is refused for %s, which signs the body", async (name) => {
    await expect(send(name, emulator.ecs.url)).rejects.toMatchObject({ code: "CONFIG_INVALID" });
    expect(emulator.calls.count()).toBe(0);
  });
});

for (const { name, signer } of signatures) {
  adapterConformance({
    name: `createSignedFetch for ${name}`,
    async connect(provider) {
      const service = await startRecordingService({
        read: ({ headers, url = "" }) => {
          const query = new URLSearchParams(url.split("?")[1]);
          const [, v4, v2] = /Credential=([^,/]+)|^ODPS ([^:/]+)/.exec(headers.authorization ?? "") ?? [];
          const token = ["x-acs-security-token", "x-security-token", "x-oss-security-token", "authorization-sts-token"]
            .map((header) => headers[header])
            .find((value) => value !== undefined);
          return {
            accessKeyId: v4 ?? v2 ?? query.get("AccessKeyId") ?? "",
            securityToken: String(token ?? query.get("SecurityToken") ?? ""),
          };
        },
      });
      const signedFetch = createSignedFetch({ provider, signer: signer(emulator) });
      const call = async (): Promise<unknown> =>
        (await signedFetch(`${service.url}/?Action=A&Version=2014-05-26`)).arrayBuffer();
      return { ...service.setupOf(call), product: signedFetch };
    },
  });
}
