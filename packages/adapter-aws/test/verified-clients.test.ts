import { createAccessKeyCredentials } from "@credport/core";
import { readAwsSignature, rotatingProvider, startVerifyingService } from "@credport/testing";
import { expect, test } from "vitest";
import { clients } from "./clients.js";

// The services of these clients have no emulator; the others' signatures are verified in s3.test.ts.
const verified = clients.filter(({ name }) => /^openSearch|client-sts/.test(name));

test.each(verified)(
  "$name signs with one whole, current credential, across 30 rotations with calls in flight",
  async (client) => {
    const { headers = {}, body = "" } = client.answer ?? {};
    await using service = await startVerifyingService(readAwsSignature, { type: headers["content-type"] ?? "", body });
    let issued = 0;
    const rotating = rotatingProvider(() => {
      const number = String((issued += 1));
      const expiration = new Date(Date.now() + 3_600_000);
      const fields = {
        accessKeyId: `ASIA${number}`,
        accessKeySecret: `secret-${number}`,
        securityToken: `token/${number}=`,
        expiration,
      };
      service.know(createAccessKeyCredentials({ ...fields, source: "test" }));
      return fields;
    });
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
  },
);
