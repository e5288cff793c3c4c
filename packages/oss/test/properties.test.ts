import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OssClient } from "../src/index.js";
import { bucket, setup, type Setup } from "./fixture.js";

let world: Setup;
let clients: readonly OssClient[];

beforeAll(async () => {
  world = await setup();
  world.emulator.oss.bindBucket("localhost", bucket);
  const endpoint = `http://localhost:${world.emulator.oss.port}`;
  // Bucket in the path and bucket behind a domain, each signed in both ways.
  clients = (["v4", "v1"] as const).flatMap((signatureVersion) => [
    world.newClient({ signatureVersion }),
    world.newClient({ signatureVersion, endpoint, useCname: true }),
  ]);
});

afterAll(() => world[Symbol.asyncDispose]());

const client = fc.nat({ max: 3 }).map((index) => clients[index] ?? world.client);

/** Keys of any Unicode, with much of what paths and queries are made of. */
const key = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom("/", "//", ".", "..", "%", "+", " ", "?", "&", "=", "#", "\\", "%2e"),
      fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
    ),
    minLength: 1,
    maxLength: 20,
  })
  .filter((text) => !/^\\|\p{Surrogate}/u.test(text) && Buffer.byteLength(text) <= 1000);

const awkward: [string][] = [
  ["."],
  [".."],
  ["/"],
  ["//a//b/"],
  ["a/../../b"],
  ["%2e%2e/"],
  ["+ +"],
  ["\u0000\u001f\u007f"],
  ["𝄞/夏"],
];
/** Whether a document can hold a text. */
const isXml = (text: string): boolean => !/[\x00-\x1f\ufffe\uffff]/.test(text);
const runs = { numRuns: 40 };

describe("2.1 any key", () => {
  it("is appended to, copied, linked to, tagged and deleted among others", async () => {
    await fc.assert(
      fc.asyncProperty(client, key, async (oss, name) => {
        const object = { bucket, key: name };
        await oss.deleteMultipleObjects({ bucket, objects: [{ key: "copy" }, { key: "link" }] });
        await oss.appendObject({ ...object, position: 0, body: name });
        await oss.copyObject({ bucket, key: "copy", sourceKey: name });
        expect(await (await oss.getObject({ bucket, key: "copy" })).body.text()).toBe(name);
        await oss.putSymlink({ bucket, key: "link", target: name });
        expect((await oss.getSymlink({ bucket, key: "link" })).target).toBe(name);
        await oss.putObjectTagging({ ...object, tags: { a: "1" } });
        expect((await oss.getObjectTagging(object)).tags).toEqual({ a: "1" });
        if (isXml(name)) {
          const { deletedObjects } = await oss.deleteMultipleObjects({ bucket, objects: [object] });
          expect(deletedObjects).toEqual([{ key: name }]);
        } else await oss.deleteObject(object);
        expect(await oss.isObjectExist(object)).toBe(false);
      }),
      { ...runs, examples: awkward.map(([name]) => [world.client, name]) },
    );
  });

  it("is uploaded in parts, and listed under way", async () => {
    await fc.assert(
      fc.asyncProperty(client, key, async (oss, name) => {
        const begun = await oss.initiateMultipartUpload({ bucket, key: name });
        expect(begun.key).toBe(name);
        const upload = { bucket, key: name, uploadId: begun.uploadId };
        expect((await oss.listMultipartUploads({ bucket, prefix: name })).uploads).toMatchObject([{ key: name }]);
        const { etag = "" } = await oss.uploadPart({ ...upload, partNumber: 1, body: "part" });
        expect(await oss.listParts(upload)).toMatchObject({ key: name, parts: [{ partNumber: 1, size: 4 }] });
        const completed = await oss.completeMultipartUpload({ ...upload, parts: [{ partNumber: 1, etag }] });
        expect(completed.key).toBe(name);
        await oss.deleteObject({ bucket, key: name });
      }),
      { ...runs, examples: awkward.map(([name]) => [world.client, name]) },
    );
  });

  it("pages of any keys, by either listing, are all the keys in the order of their bytes", async () => {
    const bytewise = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
    await fc.assert(
      fc.asyncProperty(client, fc.uniqueArray(key, { minLength: 2, maxLength: 6 }), async (oss, names) => {
        world.emulator.oss.createBucket(bucket);
        for (const name of names) await oss.putObject({ bucket, key: name, body: "" });
        const listed: string[][] = [[], []];
        for await (const page of oss.listObjectsV2Pages({ bucket }, { limit: 1 }))
          listed[0]?.push(...page.contents.map((each) => each.key));
        for await (const page of oss.listObjectsPages({ bucket }, { limit: 2 }))
          listed[1]?.push(...page.contents.map((each) => each.key));
        expect(listed).toEqual([names.toSorted(bytewise), names.toSorted(bytewise)]);
      }),
      { numRuns: 15 },
    );
  });
});

describe("7.1 any header", () => {
  const text = fc.string({ unit: "binary", maxLength: 30 });
  const isSendable = (value: string): boolean => !/[\x00-\x08\x0a-\x1f\x7f]|\p{Surrogate}/u.test(value);

  it("metadata comes back as it was, blanks at its ends aside, or is refused before it is sent", async () => {
    const name = fc.stringMatching(/^[A-Za-z0-9_.~^`|!#$%&'*+-]{1,20}$/);
    await fc.assert(
      fc.asyncProperty(client, name, text, async (oss, field, value) => {
        const put = oss.putObject({ bucket, key: "meta", body: "", metadata: { [field]: value } });
        if (!isSendable(value)) {
          await expect(put).rejects.toThrow(`invalid field, Headers.x-oss-meta-${field}.`);
          return;
        }
        await put;
        const { metadata } = await oss.headObject({ bucket, key: "meta" });
        expect(Object.entries(metadata)).toEqual([[field.toLowerCase(), value.trim()]]);
      }),
      {
        ...runs,
        examples: [
          ["__proto__", "夏"],
          ["constructor", " \t "],
          ["a", "\ud800"],
          ["a", "\r\n"],
        ].map(([field = "", value = ""]) => [world.client, field, value]),
      },
    );
  });

  it("tags of any text go in a header and in a document", async () => {
    const tag = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }).filter(isSendable);
    await fc.assert(
      fc.asyncProperty(client, fc.dictionary(tag, tag, { maxKeys: 5, noNullPrototype: true }), async (oss, tagging) => {
        await oss.putObject({ bucket, key: "tags", body: "", tagging });
        expect((await oss.getObjectTagging({ bucket, key: "tags" })).tags).toEqual(tagging);
        await oss.putObject({ bucket, key: "tags", body: "" });
        await oss.putObjectTagging({ bucket, key: "tags", tags: tagging });
        expect((await oss.getObjectTagging({ bucket, key: "tags" })).tags).toEqual(tagging);
      }),
      runs,
    );
  });

  it("response overrides of any text are signed and sent alike", async () => {
    await world.client.putObject({ bucket, key: "override", body: "" });
    await fc.assert(
      fc.asyncProperty(client, text.filter(isSendable), async (oss, value) => {
        const answer = await oss.getObject({ bucket, key: "override", responseContentDisposition: `x${value}x` });
        expect(answer.contentDisposition).toBe(`x${value}x`);
        await answer.body.bytes();
      }),
      runs,
    );
  });
});
