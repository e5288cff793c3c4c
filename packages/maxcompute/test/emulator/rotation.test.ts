import { ramRoleArn } from "@credport/alibaba-cloud";
import { createProvider, type CredentialsProvider } from "@credport/core";
import { rotatingProvider } from "@credport/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { StsAccount } from "../../src/index.js";
import { all, startWorld, type World } from "./world.js";

let world: World;

beforeEach(async () => {
  world = await startWorld({ region: "cn-beijing" });
  const columns = [{ name: "id", type: "bigint" }];
  await world.emulator.maxcompute.createTable({ name: "t", columns }, [[27n]]);
});

afterEach(() => world[Symbol.asyncDispose]());

/** Sessions of a role, from the emulator's STS. */
function assumedRole(seconds: number): CredentialsProvider {
  const { accounts, sts } = world.emulator;
  const { accessKeyId, accessKeySecret } = accounts.createUser();
  const role = accounts.createRole({ name: "analyst" });
  const source = ramRoleArn({
    accessKeyId,
    accessKeySecret,
    roleArn: role.arn,
    roleSessionName: "query",
    roleSessionExpiration: seconds,
    stsEndpoint: sts.url,
  });
  return createProvider(source, { host: world.host });
}

const refused = (): unknown[] =>
  world.emulator.calls.list("maxcompute").filter(({ status }) => status === undefined || status >= 400);

test("6: a query outlives more than three session tokens without a refusal", async () => {
  world.emulator.maxcompute.runTime = 3_600_000;
  await using provider = assumedRole(900);
  const odps = world.client({ account: StsAccount.fromProvider(provider) });
  const instance = await odps.execSql("SELECT id FROM t");
  await instance.wait();
  expect(await all(await instance.results())).toEqual([[27n]]);
  const keys = new Set(world.emulator.calls.list("maxcompute").map(({ accessKeyId }) => accessKeyId));
  expect(keys.size).toBeGreaterThan(3);
  expect(world.emulator.calls.count("sts", "AssumeRole")).toBe(keys.size);
  expect(world.emulator.calls.count("maxcompute", "SubmitInstance")).toBe(1);
  expect(refused()).toEqual([]);
});

test("6: fifty queries at once, through three rotations, ask STS once for each", async () => {
  const { emulator, host } = world;
  emulator.maxcompute.runTime = 60_000;
  await using provider = assumedRole(3_600);
  const odps = world.client({ account: StsAccount.fromProvider(provider) });
  for (let rotation = 1; rotation <= 4; rotation += 1) {
    const run = async (): Promise<unknown> => {
      const instance = await odps.execSql("SELECT id FROM t");
      await instance.wait();
      return all(await instance.results());
    };
    const results = await Promise.all(Array.from({ length: 50 }, run));
    expect(results).toEqual(Array.from({ length: 50 }, () => [[27n]]));
    expect(emulator.calls.count("sts", "AssumeRole")).toBe(rotation);
    // Every session given out so far dies on the service; the provider does not know.
    emulator.accounts.rotate();
    host.advance(60_000);
  }
  expect(emulator.calls.count("maxcompute", "SubmitInstance")).toBeGreaterThanOrEqual(200);
});

test("6: each call is signed with the credential of its moment", async () => {
  const { accounts, calls } = world.emulator;
  const role = accounts.createRole({ name: "analyst" });
  const issued: string[] = [];
  const rotating = rotatingProvider(() => {
    const session = accounts.issueSession({ of: role });
    issued.push(session.accessKeyId);
    return session;
  });
  const odps = world.client({ account: StsAccount.fromProvider(rotating.provider) });
  const instance = await odps.execSql("SELECT id FROM t");
  await rotating.rotate();
  await instance.wait();
  await rotating.rotate();
  await all(await instance.results({ source: "tunnel" }));
  expect(rotating.loads).toBe(3);
  const signers = calls.list("maxcompute").map(({ accessKeyId }) => accessKeyId);
  expect([...new Set(signers)]).toEqual(issued);
  expect(refused()).toEqual([]);
});
