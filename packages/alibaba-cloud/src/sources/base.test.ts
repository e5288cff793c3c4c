import { fromFunction } from "@credport/core";
import { loadContext, scriptedHost } from "@credport/testing";
import { expect, test } from "vitest";
import { ramRoleArn } from "./ram-role-arn.js";

test("4.4: nothing is signed with a base's answer that is dead on arrival: EXPIRED naming both times", async () => {
  const host = scriptedHost();
  const [now, expiration] = [host.clock.date(), host.clock.date(-1_000)];
  const key = { accessKeyId: "STS.dead", accessKeySecret: "secret", securityToken: "token", expiration };
  const source = ramRoleArn({ roleArn: "acs:ram::1:role/reader", base: fromFunction("keys", () => key) });
  await expect(source.load(loadContext(host))).rejects.toMatchObject({
    code: "EXPIRED",
    source: "ram_role_arn/keys",
    message: expect.stringMatching(new RegExp(`${now.toISOString()}.*${expiration.toISOString()}.*clock`)),
  });
  expect(host.requests).toEqual([]);
});
