import { createAccessKeyCredentials, type AccessKeyFields } from "@credport/core";
import {
  readAwsSignature,
  rotatingProvider,
  startVerifyingService,
  type RotatingProvider,
  type VerifyingService,
} from "@credport/testing";
import { describe, expect, test } from "vitest";
import { openSearchCredentials } from "../src/index.js";
import { clients, type ClientCase } from "./clients.js";

// The services of these clients have no emulator; the others' signatures are verified where they meet it.
const verified = clients.filter(({ name }) => /^openSearch|client-sts/.test(name));

const session = (number: number): Omit<AccessKeyFields, "source"> => ({
  accessKeyId: `ASIA${String(number)}`,
  accessKeySecret: `secret-${String(number)}`,
  securityToken: `token/${String(number)}=`,
  expiration: new Date(Date.now() + 3_600_000),
});

/** A service that verifies what this client sends, and a provider whose sessions it knows. */
async function start({ answer: { headers = {}, body = "" } = {} }: ClientCase): Promise<{
  readonly service: VerifyingService;
  readonly rotating: RotatingProvider;
}> {
  const service = await startVerifyingService(readAwsSignature, { type: headers["content-type"] ?? "", body });
  let issued = 0;
  const rotating = rotatingProvider(() => {
    const fields = session((issued += 1));
    service.know(createAccessKeyCredentials({ ...fields, source: "test" }));
    return fields;
  });
  return { service, rotating };
}

describe.each(verified)("$name", (client) => {
  test("signs with one whole, current credential, across 30 rotations with calls in flight", async () => {
    const { service, rotating } = await start(client);
    await using _ = service;
    const call = client.connect(rotating.provider, service);
    // The first load is over before the first rotation, however late a client asks for credentials.
    await call();
    const flying: Promise<unknown>[] = [];
    for (let rotation = 0; rotation < 30; rotation += 1) {
      flying.push(...Array.from({ length: 5 }, call));
      await rotating.rotate();
    }
    await Promise.all(flying);
    await call();
    expect(service.refused).toBe(0);
    expect(service.accepted.at(-1)).toBe("ASIA31");
    expect(rotating.loads).toBe(31);
  });

  test("is refused by the verifier with another secret, another token or a token too many", async () => {
    const { service, rotating } = await start(client);
    await using _ = service;
    const call = client.connect(rotating.provider, service);
    const { accessKeyId, accessKeySecret, securityToken } = await rotating.provider.getCredentials();
    const wrong = [
      { accessKeyId, accessKeySecret: "another", securityToken },
      { accessKeyId, accessKeySecret, securityToken: "another" },
      { accessKeyId, accessKeySecret },
    ];
    for (const fields of wrong) {
      service.know(createAccessKeyCredentials({ ...fields, source: "test" }));
      await call().catch(() => undefined);
    }
    expect(service).toMatchObject({ accepted: [], refused: 3, requests: 3 });
  });
});

test("OpenSearch gets an object of its own at each call, which it takes for expired", async () => {
  const rotating = rotatingProvider(() => session(1));
  const getCredentials = openSearchCredentials(rotating.provider);
  const [one, other] = [await getCredentials(), await getCredentials()];
  expect(one).toEqual({
    accessKeyId: "ASIA1",
    secretAccessKey: "secret-1",
    sessionToken: "token/1=",
    expiration: rotating.provider.peek()?.expiration,
    expired: true,
  });
  expect(one).not.toBe(other);
  expect(rotating.loads).toBe(1);
});
