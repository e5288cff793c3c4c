import OSS from "ali-oss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OssClient } from "../src/index.js";
import { bucket, setup, type Setup } from "./fixture.js";

/** The operations that both clients have, in one shape. */
interface Judge {
  put(key: string, body: Buffer, metadata?: Record<string, string>): Promise<void>;
  get(key: string): Promise<Buffer>;
  /** Status, and metadata. */
  head(key: string): Promise<{ status: number; metadata: Record<string, string> }>;
  list(prefix: string): Promise<string[]>;
  copy(key: string, source: string): Promise<void>;
  remove(key: string): Promise<void>;
  removeAll(keys: string[]): Promise<void>;
  parts(key: string, body: Buffer): Promise<void>;
  /** The code of the failure of reading what is not there. */
  missing(key: string): Promise<string>;
  link(key: string): Promise<string>;
}

let world: Setup;

/** Waits for an operation of which only the success counts. */
async function done(operation: Promise<unknown>): Promise<void> {
  await operation;
}

beforeAll(async () => {
  world = await setup();
  world.emulator.oss.bindBucket("localhost", bucket);
});

afterAll(() => world[Symbol.asyncDispose]());

function ours(client: OssClient): Judge {
  return {
    put: async (key, body, metadata) => done(client.putObject({ bucket, key, body, metadata })),
    get: async (key) => (await client.getObject({ bucket, key })).body.bytes(),
    async head(key) {
      const { statusCode, metadata } = await client.headObject({ bucket, key });
      return { status: statusCode, metadata: { ...metadata } };
    },
    list: async (prefix) => (await client.listObjectsV2({ bucket, prefix })).contents.map(({ key }) => key),
    copy: async (key, sourceKey) => done(client.copyObject({ bucket, key, sourceKey })),
    remove: async (key) => done(client.deleteObject({ bucket, key })),
    removeAll: async (keys) => done(client.deleteMultipleObjects({ bucket, objects: keys.map((key) => ({ key })) })),
    parts: async (key, body) => done(client.newUploader({ partSize: 100 * 1024 }).uploadFrom({ bucket, key }, body)),
    missing: (key) =>
      client.getObject({ bucket, key }).then(
        () => "",
        (error: unknown) => /Error Code: (\w+)/.exec(String(error))?.[1] ?? "",
      ),
    link: async (key) => (await client.presign("GetObject", { bucket, key })).url,
  };
}

function theirs(authorizationV4: boolean): Judge {
  const { accessKeyId, accessKeySecret } = world.keys;
  const endpoint = `http://localhost:${String(world.emulator.oss.port)}`;
  const client = new OSS({
    accessKeyId,
    accessKeySecret,
    endpoint,
    bucket,
    cname: true,
    region: "oss-cn-hangzhou",
    ...(authorizationV4 && { authorizationV4 }),
  });
  return {
    put: async (key, body, metadata) =>
      done(
        client.put(
          key,
          body,
          metadata === undefined
            ? {}
            : {
                headers: Object.fromEntries(
                  Object.entries(metadata).map(([name, value]) => [`x-oss-meta-${name}`, value]),
                ),
              },
        ),
      ),
    get: async (key) => Buffer.from((await client.get(key)).content),
    async head(key) {
      const { status, meta } = await client.head(key);
      return {
        status,
        metadata: Object.fromEntries(Object.entries(meta ?? {}).map(([name, value]) => [name, String(value)])),
      };
    },
    list: async (prefix) => ((await client.listV2({ prefix }, {})).objects ?? []).map(({ name }) => name),
    copy: async (key, source) => done(client.copy(key, source)),
    remove: async (key) => done(client.delete(key)),
    removeAll: async (keys) => done(client.deleteMulti(keys)),
    parts: async (key, body) => done(client.multipartUpload(key, body, { partSize: 100 * 1024 })),
    missing: (key) =>
      client.get(key).then(
        () => "",
        (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : ""),
      ),
    link: async (key) => client.signatureUrl(key),
  };
}

describe.each<[string, () => Judge]>([
  ["@credport/oss, V4", () => ours(world.client)],
  ["@credport/oss, V1", () => ours(world.newClient({ signatureVersion: "v1" }))],
  ["ali-oss, V4", () => theirs(true)],
  ["ali-oss, V1", () => theirs(false)],
])("the same suite: %s", (name, make) => {
  const prefix = `${name.replace(/\W+/g, "-")}/`;

  it("puts, gets, heads, lists, copies and removes", async () => {
    const client = make();
    const body = Buffer.from("body of 夏");
    await client.put(`${prefix}a b+夏.txt`, body, { owner: "me" });
    expect(await client.get(`${prefix}a b+夏.txt`)).toEqual(body);
    expect(await client.head(`${prefix}a b+夏.txt`)).toEqual({ status: 200, metadata: { owner: "me" } });
    await client.copy(`${prefix}copy.txt`, `${prefix}a b+夏.txt`);
    expect(await client.list(prefix)).toEqual([`${prefix}a b+夏.txt`, `${prefix}copy.txt`]);
    await client.remove(`${prefix}copy.txt`);
    await client.removeAll([`${prefix}a b+夏.txt`]);
    expect(await client.list(prefix)).toEqual([]);
    expect(await client.missing(`${prefix}copy.txt`)).toBe("NoSuchKey");
  });

  it("uploads in parts, and presigns", async () => {
    const client = make();
    const body = Buffer.alloc(250 * 1024, 7);
    await client.parts(`${prefix}parts.bin`, body);
    expect(body.equals(await client.get(`${prefix}parts.bin`))).toBe(true);
    const answer = await fetch(await client.link(`${prefix}parts.bin`));
    expect(body.equals(Buffer.from(await answer.arrayBuffer()))).toBe(true);
  });
});
