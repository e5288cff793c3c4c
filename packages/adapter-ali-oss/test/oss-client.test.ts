import { Readable } from "node:stream";
import { inspect } from "node:util";
import { CredentialsError } from "@credport/core";
import { OSSObject } from "oss-client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createOssClient } from "../src/index.js";
import { bucket, emulatedBucket, type EmulatedBucket } from "./emulated-bucket.js";

const body = Buffer.from("one credential, many clients");

let place: EmulatedBucket;

beforeEach(async () => {
  place = await emulatedBucket();
});

afterEach(() => place[Symbol.asyncDispose]());

function connect(): OSSObject {
  const { port } = place.emulator.oss;
  // This client puts the bucket into the host name, which only some resolvers answer for localhost.
  place.emulator.oss.bindBucket(`127.0.0.1:${String(port)}`, bucket);
  return createOssClient(OSSObject, { provider: place.provider, bucket, endpoint: place.emulator.oss.url });
}

describe("oss-client", () => {
  test("reads the provider at each request: 30 rotations, none refused", async () => {
    const client = connect();
    for (let rotation = 0; rotation < 30; rotation += 1) {
      await Promise.all(Array.from({ length: 5 }, (_unused, number) => client.put(`key-${String(number)}`, body)));
      await place.replaceSession();
    }
    expect(place.refused).toBe(0);
    expect(new Set(place.accepted).size).toBe(30);
    expect(place.rotating.loads).toBe(31);
  });

  test("keeps 100 requests in flight whole while the session rotates under them", async () => {
    const client = connect();
    const flying = Array.from({ length: 100 }, (_unused, number) => client.put(`key-${String(number)}`, body));
    for (let rotation = 0; rotation < 5; rotation += 1) await place.rotating.rotate();
    await Promise.all(flying);
    expect(place.refused).toBe(0);
  });

  test("survives a refused session, but does not send a stream twice", async () => {
    const client = connect();
    await client.put("key", body);
    place.emulator.accounts.rotate();
    await client.put("key", body);
    expect((await client.get("key")).content).toEqual(body);
    expect(place.refused).toBe(1);

    await place.rotating.advance(10_001);
    place.emulator.accounts.rotate();
    await expect(client.put("key", Readable.from([body]))).rejects.toMatchObject({ code: expect.any(String) });
    expect(place.refused).toBe(2);
  });

  test("fails with the provider's own error, and sends nothing", async () => {
    place.rotating.failWith(new CredentialsError({ code: "NETWORK", message: "unreachable" }));
    await expect(connect().put("key", body)).rejects.toMatchObject({ code: "NETWORK" });
    expect(place.emulator.calls.count()).toBe(0);
  });

  test("makes links with permanent keys only", async () => {
    const session = connect();
    await session.put("key", body);
    await expect(session.asyncSignatureUrl("key")).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(() => session.signatureUrl("key")).toThrow(/security token/);
    await place[Symbol.asyncDispose]();
    place = await emulatedBucket("permanent");
    const permanent = connect();
    await permanent.put("key", body);
    expect(await (await fetch(await permanent.asyncSignatureUrl("key"))).text()).toBe(body.toString());
  });

  test("never holds a key between requests", async () => {
    const client = connect();
    await client.put("key", body);
    const printed = inspect(client, { depth: 6, showHidden: true });
    expect(printed).not.toContain(place.provider.peek()?.accessKeySecret);
  });

  test("names what to install and pass", () => {
    const make = (): unknown => Reflect.apply(createOssClient, undefined, [class {}, { provider: place.provider }]);
    expect(make).toThrow('(found: 2.5.1). Install oss-client@"^2.5.1"');
  });
});
