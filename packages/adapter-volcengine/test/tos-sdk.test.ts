import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { inspect } from "node:util";
import { CredentialsError } from "@credport/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { tosClient, tosReleases } from "./clients.js";
import { emulatedCloud, type EmulatedCloud } from "./emulated-cloud.js";

const body = Buffer.from("one credential, many clients");

let cloud: EmulatedCloud;

beforeEach(async () => {
  cloud = await emulatedCloud();
});

afterEach(() => cloud[Symbol.asyncDispose]());

describe.each(tosReleases)("@volcengine/tos-sdk $release", ({ Class }) => {
  const connect = (): ReturnType<typeof tosClient> =>
    tosClient(Class, cloud.rotating.provider, cloud.emulator.tos.host);

  /** A client that gives links; with an IP address for an endpoint they are no valid URLs. */
  const linking = (): ReturnType<typeof tosClient> =>
    tosClient(Class, cloud.rotating.provider, `localhost:${String(cloud.emulator.tos.port)}`);

  test("reads the provider at each request: 30 rotations, none refused, one load a rotation", async () => {
    const client = connect();
    for (let rotation = 0; rotation < 30; rotation += 1) {
      await Promise.all(
        Array.from({ length: 5 }, (_unused, number) => client.putObject({ key: `key-${String(number)}`, body })),
      );
      await cloud.replaceSession();
    }
    expect(cloud.refused).toBe(0);
    expect(new Set(cloud.accepted).size).toBe(30);
    expect(cloud.rotating.loads).toBe(31);
  });

  test("keeps 100 requests in flight whole while the session rotates under them", async () => {
    const client = connect();
    const flying = Array.from({ length: 100 }, (_unused, number) =>
      client.putObject({ key: `key-${String(number)}`, body }),
    );
    for (let rotation = 0; rotation < 5; rotation += 1) await cloud.rotating.rotate();
    await Promise.all(flying);
    expect(cloud.refused).toBe(0);
  });

  test("uploads three parts in three tasks, each part with the session of its own time", async () => {
    const client = connect();
    const content = randomBytes(3 * 5 * 1024 * 1024);
    const directory = await mkdtemp(join(tmpdir(), "credport-"));
    const file = join(directory, "large");
    await writeFile(file, content);
    const options = { key: "large", file, partSize: 5 * 1024 * 1024, taskNum: 3 };
    const uploading = client.uploadFile({ ...options, uploadEventChange: () => void cloud.rotating.rotate() });
    await Promise.all([uploading, ...["a", "b", "c"].map((key) => client.putObject({ key, body }))]);
    await rm(directory, { recursive: true });
    expect((await client.headObject("large")).data["content-length"]).toBe(String(content.length));
    expect(new Set(cloud.accepted).size).toBeGreaterThan(1);
    expect(cloud.refused).toBe(0);
  });

  test("takes permanent keys, after a session too, and then sends no token", async () => {
    const before = connect();
    await before.putObject({ key: "key", body });
    await cloud[Symbol.asyncDispose]();
    cloud = await emulatedCloud("permanent");
    const client = connect();
    await client.putObject({ key: "key", body });
    expect(cloud.refused).toBe(0);
    const link = new URL(linking().getPreSignedUrl("key"));
    expect(link.searchParams.get("X-Tos-Credential")).toContain(cloud.rotating.provider.peek()?.accessKeyId);
    expect(link.searchParams.has("X-Tos-Security-Token")).toBe(false);
  });

  test("survives a refused session: one load, one more request", async () => {
    const client = connect();
    await client.putObject({ key: "key", body });
    cloud.emulator.accounts.rotate();
    await client.putObject({ key: "key", body });
    expect(cloud.refused).toBe(1);
    expect(cloud.rotating.loads).toBe(2);
  });

  test("does not send a stream twice, but the next request has a new session", async () => {
    const client = connect();
    await client.putObject({ key: "key", body });
    cloud.emulator.accounts.rotate();
    await expect(client.putObject({ key: "key", body: Readable.from([body]) })).rejects.toMatchObject({
      code: expect.any(String),
    });
    expect(cloud.refused).toBe(1);
    await client.putObject({ key: "key", body });
    expect(cloud.refused).toBe(1);
    expect(cloud.rotating.loads).toBe(2);
  });

  test("makes links of one session that live as long as they say, or none", async () => {
    const client = connect();
    await client.putObject({ key: "key", body });
    for (let rotation = 0; rotation < 3; rotation += 1) {
      expect(await readLink(await linking().getPreSignedUrlAsync({ key: "key", expires: 600 }))).toEqual(body);
      await cloud.replaceSession();
    }
    await expect(linking().getPreSignedUrlAsync({ key: "key", expires: 7200 })).rejects.toMatchObject({
      code: "INSUFFICIENT_TTL",
    });
    expect(() => client.getPreSignedUrl("key")).toThrow(/getPreSignedUrlAsync/);
    expect(cloud.refused).toBe(0);
  });

  test("signs a post form with a credential that outlives it", async () => {
    const form = await connect().calculatePostSignature({ key: "key", expiresIn: 600 });
    expect(JSON.stringify(form)).toContain(cloud.rotating.provider.peek()?.accessKeyId);
    await expect(connect().calculatePostSignature({ key: "key", expiresIn: 7200 })).rejects.toMatchObject({
      code: "INSUFFICIENT_TTL",
    });
  });

  test("gets the provider's own error, and sends nothing", async () => {
    cloud.rotating.failWith(new CredentialsError({ code: "NETWORK", message: "unreachable" }));
    await expect(connect().putObject({ key: "key", body })).rejects.toMatchObject({ code: "NETWORK" });
    expect(cloud.emulator.calls.count()).toBe(0);
  });

  test("never holds a key between requests", async () => {
    const client = connect();
    await client.putObject({ key: "key", body });
    const printed = inspect(client, { depth: 6, showHidden: true });
    expect(printed).not.toContain(cloud.rotating.provider.peek()?.accessKeySecret);
  });
});

/** Fetches a link from the loopback address, whatever address its host name has. */
async function readLink(link: string): Promise<Buffer> {
  const { host, pathname, search } = new URL(link);
  const { port } = cloud.emulator.tos;
  const [response]: IncomingMessage[] = await once(
    get({ host: "127.0.0.1", port, path: pathname + search, headers: { host } }),
    "response",
  );
  const chunks: Buffer[] = [];
  for await (const chunk of response ?? []) chunks.push(chunk);
  return Buffer.concat(chunks);
}
