import { createAccessKeyCredentials, createProvider, fromFunction, type CredentialsProvider } from "@credport/core";
import { afterEach, beforeEach, expect, it } from "vitest";
import { bucket, setup, type Setup } from "./fixture.js";

let world: Setup;
let provider: CredentialsProvider;
let lifetime = 3;

beforeEach(async () => {
  world = await setup();
  const role = world.emulator.accounts.createRole({ name: "uploader" });
  const source = fromFunction("sts", async () => {
    const session = world.emulator.accounts.issueSession({ of: role, durationSeconds: lifetime });
    const { accessKeyId, accessKeySecret, securityToken, expiration } = session;
    return createAccessKeyCredentials({ accessKeyId, accessKeySecret, securityToken, expiration, source: "sts" });
  });
  provider = createProvider(source, { host: world.host });
});

afterEach(async () => {
  await provider[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

it("a 10-second upload in parts outlives its 3-second tokens", async () => {
  lifetime = 3;
  const client = world.newClient({ credentialsProvider: provider });
  const start = world.host.now();
  const seconds = 10;
  async function* slow(): AsyncIterable<Uint8Array> {
    for (let second = 0; second < seconds; second++) {
      yield Buffer.alloc(100 * 1024, second);
      world.host.clock.jump(1000);
    }
  }
  await client.newUploader({ partSize: 100 * 1024, parallel: 1 }).uploadFrom({ bucket, key: "slow" }, slow());
  expect(world.host.now() - start).toBe(seconds * 1000);
  expect((await world.client.headObject({ bucket, key: "slow" })).contentLength).toBe(seconds * 100 * 1024);
  const keys = new Set(world.emulator.calls.list("oss", "UploadPart").map(({ accessKeyId }) => accessKeyId));
  expect(keys.size).toBeGreaterThanOrEqual(3);
  expect(world.emulator.calls.list("oss").every(({ status }) => status === 200)).toBe(true);
});

it("1,000 concurrent puts go through a rotation with 0 failures", async () => {
  lifetime = 900;
  const client = world.newClient({ credentialsProvider: provider });
  let done = 0;
  const put = async (index: number): Promise<void> => {
    await client.putObject({ bucket, key: String(index), body: "x" });
    done += 1;
    // Half-way, every session given out so far dies on the service.
    if (done === 500) world.emulator.accounts.rotate();
  };
  const results = await Promise.allSettled(Array.from({ length: 1000 }, (_, index) => put(index)));
  expect(results.filter(({ status }) => status === "rejected")).toEqual([]);
  expect(provider.status().loads).toBe(2);
  expect((await world.client.getBucketStat({ bucket })).objectCount).toBe(1000n);
});
