import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { inspect } from "node:util";
import { CredentialsError } from "@credport/core";
import OSS from "ali-oss";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createAliOss } from "../src/index.js";
import { bucket, emulatedBucket, type EmulatedBucket } from "./emulated-bucket.js";

const lowest: typeof OSS = createRequire(import.meta.url)("ali-oss-lowest");
const body = Buffer.from("one credential, many clients");

let place: EmulatedBucket;

beforeEach(async () => {
  place = await emulatedBucket();
});

afterEach(() => place[Symbol.asyncDispose]());

describe.each([
  { version: "6.23.0", Class: OSS },
  { version: "6.20.0", Class: lowest },
])("ali-oss $version", ({ Class }) => {
  const connect = (options: Partial<OSS.Options> = {}): OSS =>
    createAliOss(Class, {
      provider: place.provider,
      bucket,
      region: "oss-cn-hangzhou",
      endpoint: place.emulator.oss.url,
      ...options,
    });
  const linking = (): OSS =>
    connect({ endpoint: `http://localhost:${String(place.emulator.oss.port)}`, cname: true, secure: false });

  test.each([true, false])("reads the provider at each request, V4 %s: 30 rotations, none refused", async (v4) => {
    const client = connect({ authorizationV4: v4 });
    for (let rotation = 0; rotation < 30; rotation += 1) {
      await Promise.all(Array.from({ length: 5 }, (_unused, number) => client.put(`key-${String(number)}`, body)));
      await place.replaceSession();
    }
    expect(place.refused).toBe(0);
    expect(place.accepted).toHaveLength(150);
    expect(new Set(place.accepted).size).toBe(30);
    expect(place.rotating.loads).toBe(31);
  });

  test("takes an option that is undefined for one that was left out", () => {
    const provider = place.provider;
    const left = Reflect.get(createAliOss(Class, { provider, region: "oss-cn-hangzhou" }), "options");
    expect(left).toMatchObject({ secure: true, authorizationV4: true });
    const absent = { region: undefined, secure: undefined, authorizationV4: undefined };
    const endpoint = "oss.example.com";
    const given: unknown = Reflect.apply(createAliOss, undefined, [Class, { provider, endpoint, ...absent }]);
    expect(given).toMatchObject({ options: { secure: true, authorizationV4: false } });
  });

  test("keeps 200 requests in flight whole while the session rotates under them", async () => {
    const client = connect();
    const flying = Array.from({ length: 200 }, (_unused, number) => client.put(`key-${String(number)}`, body));
    for (let rotation = 0; rotation < 5; rotation += 1) await place.rotating.rotate();
    await Promise.all(flying);
    expect(place.refused).toBe(0);
  });

  test("works with permanent keys, and clears the token when one follows a session", async () => {
    await place[Symbol.asyncDispose]();
    place = await emulatedBucket("permanent");
    const client = connect();
    await client.put("key", body);
    expect((await client.get("key")).content).toEqual(body);
    expect(place.refused).toBe(0);
  });

  test("uploads in parts for longer than a session lives", async () => {
    const directory = await mkdtemp(join(tmpdir(), "credport-"));
    try {
      const file = join(directory, "large");
      const content = randomBytes(1024 * 1024);
      await writeFile(file, content);
      const client = connect();
      await client.multipartUpload("large", file, {
        partSize: 100 * 1024,
        parallel: 1,
        progress: () => place.replaceSession(),
      });
      expect((await client.get("large")).content).toEqual(content);
      expect(new Set(place.accepted).size).toBeGreaterThan(5);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  test("survives a refused session: one load, one more request", async () => {
    const client = connect();
    await client.put("key", body);
    place.emulator.accounts.rotate();
    expect((await client.get("key")).content).toEqual(body);
    expect(place.refused).toBe(1);
    expect(place.rotating.loads).toBe(2);

    await place.rotating.advance(10_001);
    place.emulator.accounts.rotate();
    await client.put("key", body);
    expect(place.refused).toBe(2);
  });

  test("does not send a stream twice, but the next request has a new session", async () => {
    const client = connect();
    await client.put("key", body);
    place.emulator.accounts.rotate();
    await expect(client.putStream("key", Readable.from([body]))).rejects.toMatchObject({ code: expect.any(String) });
    await client.put("key", body);
    expect(place.refused).toBe(1);
    expect(place.rotating.loads).toBe(2);
  });

  test("asks again at each of the client's own retries", async () => {
    const retrying: Partial<OSS.Options> & { retryMax: number } = { retryMax: 2 };
    const client = connect(retrying);
    await client.put("key", body);
    const fault = place.emulator.faults.dropConnection({ service: "oss", when: "request" });
    const retried = client.put("key", body);
    await fault.arrived;
    await place.replaceSession();
    await retried;
    expect(new Set(place.accepted).size).toBe(2);
  });

  test("blames the session that the refused attempt was signed with, though it came with a retry", async () => {
    const retrying: Partial<OSS.Options> & { retryMax: number } = { retryMax: 2 };
    const client = connect(retrying);
    await client.put("key", body);
    const fault = place.emulator.faults.dropConnection({ service: "oss", when: "request" });
    const retried = client.put("key", body);
    await fault.arrived;
    await place.rotating.rotate();
    place.emulator.accounts.rotate();
    await place.rotating.advance(10_001);
    await retried;
    expect(place.rotating.loads).toBe(3);
  });

  test("ends an upload in parts when one is refused, and resumes it from the checkpoint with the next session", async () => {
    const directory = await mkdtemp(join(tmpdir(), "credport-"));
    try {
      const file = join(directory, "large");
      const content = randomBytes(250 * 1024);
      await writeFile(file, content);
      const client = connect();
      let checkpoint: OSS.Checkpoint | undefined;
      const options = {
        partSize: 100 * 1024,
        parallel: 1,
        progress(_share: number, reached: OSS.Checkpoint | null) {
          checkpoint = reached ?? checkpoint;
          if (reached?.doneParts.length === 1) place.emulator.accounts.rotate();
        },
      };
      await expect(client.multipartUpload("large", file, options)).rejects.toThrow();
      expect(checkpoint?.doneParts).toHaveLength(1);
      await client.multipartUpload("large", file, { ...options, ...(checkpoint && { checkpoint }) });
      expect((await client.get("large")).content).toEqual(content);
      expect(place.refused).toBe(1);
      expect(place.rotating.loads).toBe(2);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  test("fails with the provider's own error, and sends nothing", async () => {
    place.rotating.failWith(new CredentialsError({ code: "NETWORK", message: "unreachable" }));
    await expect(connect().put("key", body)).rejects.toMatchObject({ code: "NETWORK" });
    expect(place.emulator.calls.count()).toBe(0);
  });

  test("makes links of one session, with a rotation between any two", async () => {
    const client = linking();
    await client.put("key", body);
    for (let rotation = 0; rotation < 5; rotation += 1) {
      const link = client.signatureUrlV4("GET", 60, {}, "key");
      const [v4, v1] = [await link, await client.asyncSignatureUrl("key", { expires: 60 })];
      for (const url of [v4, v1]) expect(await (await fetch(url)).text()).toBe(body.toString());
      await place.replaceSession();
    }
    expect(place.refused).toBe(0);
  });

  test("makes no link that outlives its credential", async () => {
    await expect(linking().signatureUrlV4("GET", 7200, {}, "key")).rejects.toMatchObject({ code: "INSUFFICIENT_TTL" });
    await expect(linking().asyncSignatureUrl("key", { expires: 7200 })).rejects.toMatchObject({
      code: "INSUFFICIENT_TTL",
    });
  });

  test("signs synchronously with permanent keys only", async () => {
    const session = linking();
    await session.put("key", body);
    expect(() => session.signatureUrl("key")).toThrow(expect.objectContaining({ code: "UNAVAILABLE" }));
    await place[Symbol.asyncDispose]();
    place = await emulatedBucket("permanent");
    const permanent = linking();
    await permanent.put("key", body);
    expect(await (await fetch(permanent.signatureUrl("key"))).text()).toBe(body.toString());
  });

  test("never holds a key", async () => {
    const client = connect();
    await client.put("key", body);
    const printed = inspect(client, { depth: 6, showHidden: true });
    expect(printed).not.toContain(place.provider.peek()?.accessKeySecret);
    expect(printed).not.toContain(place.provider.peek()?.securityToken);
  });
});

describe("bad input", () => {
  test("names what to install and pass", () => {
    const make = (Client: unknown, provider: unknown): unknown =>
      Reflect.apply(createAliOss, undefined, [Client, { provider }]);
    expect(() => make(class {}, place.provider)).toThrow('Install ali-oss@"^6.20.0"');
    expect(() => make(OSS, {})).toThrow(/"provider" must be a CredentialsProvider/);
  });

  test("takes the namespace that import() gives", async () => {
    const namespace = await import("ali-oss");
    const client = createAliOss(namespace, { provider: place.provider, bucket, endpoint: place.emulator.oss.url });
    await client.put("key", body);
    expect(place.refused).toBe(0);
  });
});
