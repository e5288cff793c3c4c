import { fromFunction } from "@credport/core";
import { createProvider } from "@credport/node";
import { describe, expect, test, vi } from "vitest";
import {
  accessKey,
  createCredentials,
  getCallerIdentity,
  OpenApiClient,
  OpenApiError,
  ramRoleArn,
} from "../src/index.js";
import { useRealMachine } from "./support/real-machine.js";

const machine = useRealMachine();

describe("12.3: DescribeRegions, both signatures verified by the emulator's own code", () => {
  test.each(["acs3", "rpc"] as const)("%s", async (signature) => {
    const { cloud } = machine;
    const { accessKeyId, accessKeySecret } = cloud.accounts.createUser();
    await using provider = createCredentials({ type: "access_key", accessKeyId, accessKeySecret });
    await using client = new OpenApiClient({ provider, endpoint: cloud.ecs.url, version: "2014-05-26", signature });
    for (const method of ["GET", "POST"]) {
      const answer = await client.call({ action: "DescribeRegions", method, query: { AcceptLanguage: "en-US" } });
      expect(answer.body).toMatchObject({
        Regions: { Region: [{ RegionId: "cn-hangzhou", RegionEndpoint: "ecs.cn-hangzhou.aliyuncs.com" }, {}, {}] },
      });
      expect(answer.requestId).toBeDefined();
    }
    const refused = client.call({ action: "DescribeRegions", query: { AcceptLanguage: "xx" } });
    await expect(refused).rejects.toMatchObject({
      name: "OpenApiError",
      code: "InvalidParameter.AcceptLanguage",
      httpStatus: 400,
    });
    await expect(refused).rejects.toBeInstanceOf(OpenApiError);
  });

  test.each(["acs3", "rpc"] as const)(
    "%s: a session that was revoked is loaded anew, once, and the call succeeds",
    async (signature) => {
      const { cloud } = machine;
      const { accessKeyId, accessKeySecret } = cloud.accounts.createUser();
      const { arn: roleArn } = cloud.accounts.createRole({ name: "app" });
      const base = accessKey({ accessKeyId, accessKeySecret });
      const source = ramRoleArn({ base, roleArn, stsEndpoint: cloud.sts.url });
      await using provider = createProvider(source, { host: machine.host() });
      await using client = new OpenApiClient({ provider, endpoint: cloud.ecs.url, version: "2014-05-26", signature });
      const { accessKeyId: revoked } = await provider.getCredentials();
      cloud.accounts.revoke(revoked);
      expect((await client.call({ action: "DescribeRegions" })).httpStatus).toBe(200);
      expect(cloud.calls.count("sts", "AssumeRole")).toBe(2);
      expect(cloud.calls.count("ecs")).toBe(2);
    },
  );

  test.each(["acs3", "rpc"] as const)(
    "%s: 2.1 and 12.1, x-acs-credentials-provider: a source may have a name that no header can hold",
    async (signature) => {
      const { cloud } = machine;
      const { accessKeyId, accessKeySecret } = cloud.accounts.createUser();
      const { arn: roleArn } = cloud.accounts.createRole({ name: "app" });
      const base = fromFunction("clé du 保险柜", () => ({ accessKeyId, accessKeySecret }));
      await using provider = createProvider(ramRoleArn({ base, roleArn, stsEndpoint: cloud.sts.url }));
      expect((await provider.getCredentials()).identity.source).toBe("ram_role_arn/clé du 保险柜");
      await using client = new OpenApiClient({ provider, endpoint: cloud.ecs.url, version: "2014-05-26", signature });
      expect((await client.call({ action: "DescribeRegions" })).httpStatus).toBe(200);
    },
  );

  test("one signal for many calls is no leak that Node would warn of", async () => {
    const { cloud } = machine;
    const { accessKeyId, accessKeySecret } = cloud.accounts.createUser();
    await using provider = createCredentials({ type: "access_key", accessKeyId, accessKeySecret });
    await using client = new OpenApiClient({ provider, endpoint: cloud.ecs.url, version: "2014-05-26" });
    const warned = vi.fn();
    process.on("warning", warned);
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 12 }, () => client.call({ action: "DescribeRegions", signal })));
    process.off("warning", warned);
    expect(warned).not.toHaveBeenCalled();
  });

  test("throttling and a lost connection are tried again", async () => {
    const { cloud } = machine;
    const { accessKeyId, accessKeySecret } = cloud.accounts.createUser();
    await using provider = createCredentials({ type: "access_key", accessKeyId, accessKeySecret });
    await using client = new OpenApiClient({ provider, endpoint: cloud.ecs.url, version: "2014-05-26" });
    cloud.faults.add({ service: "ecs", kind: "fail", status: 400, code: "Throttling.User" });
    cloud.faults.add({ service: "ecs", kind: "dropConnection", after: 1 });
    expect((await client.call({ action: "DescribeRegions", method: "GET" })).httpStatus).toBe(200);
    expect(cloud.calls.count("ecs")).toBe(3);
  });
});

describe("12.3: GetCallerIdentity", () => {
  test("of a user and of an assumed role", async () => {
    const { cloud } = machine;
    const user = cloud.accounts.createUser();
    const role = cloud.accounts.createRole({ name: "app" });
    const { accessKeyId, accessKeySecret } = user;
    const stsEndpoint = cloud.sts.url;
    await using person = createCredentials({ type: "access_key", accessKeyId, accessKeySecret });
    expect(await getCallerIdentity({ provider: person, stsEndpoint })).toMatchObject({
      identityType: "RAMUser",
      accountId: cloud.accountId,
      arn: user.arn,
      userId: user.id,
    });
    const config = {
      type: "ram_role_arn",
      accessKeyId,
      accessKeySecret,
      roleArn: role.arn,
      roleSessionName: "me",
      stsEndpoint,
    } as const;
    await using assumed = createCredentials(config, { host: machine.host() });
    expect(await getCallerIdentity({ provider: assumed, stsEndpoint, host: machine.host() })).toMatchObject({
      identityType: "AssumedRoleUser",
      arn: `acs:ram::${cloud.accountId}:assumed-role/app/me`,
      roleId: role.id,
    });
  });
});
