import { createHash } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { BUCKET, ossFixture } from "./oss-fixture.js";
import type { RawAnswer } from "./raw-oss.js";

const oss = ossFixture();

const versioning = (status: string): Promise<RawAnswer> =>
  oss.signed({
    method: "PUT",
    query: "versioning",
    body: `<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>`,
  });
const versionOf = (answer: RawAnswer): string => String(answer.headers["x-oss-version-id"]);
const put = async (body: string, key = "k"): Promise<string> => versionOf(await oss.put(key, body));
const get = (version?: string, key = "k"): Promise<RawAnswer> =>
  oss.signed({ key, query: version === undefined ? "" : `versionId=${version}` });
const remove = (version?: string): Promise<RawAnswer> =>
  oss.signed({ method: "DELETE", key: "k", query: version === undefined ? "" : `versionId=${version}` });
const versions = (query: string): Promise<RawAnswer> => oss.signed({ query: `versions&${query}` });
const idsIn = ({ text }: RawAnswer): string[] =>
  [...text.matchAll(/<VersionId>(.*?)<\/VersionId>/g)].map(([, id = ""]) => id);
const listed = async (): Promise<string[]> =>
  [...(await oss.signed({ query: "list-type=2" })).text.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key = ""]) => key);

describe("a bucket that keeps versions", () => {
  beforeEach(() => versioning("Enabled"));

  test("says so", async () => {
    expect((await oss.signed({ query: "versioning" })).text).toContain("<Status>Enabled</Status>");
    expect((await oss.signed({ query: "bucketInfo" })).text).toContain("<Versioning>Enabled</Versioning>");
    expect((await versioning("On")).code).toBe("MalformedXML");
  });

  test("gives each write an id, and serves each version by it", async () => {
    const one = await put("one");
    const two = await put("two");
    expect(one).not.toBe(two);
    expect(await get()).toMatchObject({ text: "two", headers: { "x-oss-version-id": two } });
    expect(await get(one)).toMatchObject({ text: "one", headers: { "x-oss-version-id": one } });
    expect((await get("CAEQnone")).code).toBe("NoSuchVersion");
    expect((await get("null")).code).toBe("NoSuchVersion");
    for (const query of [`versionId=${one}`, `objectMeta&versionId=${one}`]) {
      expect(versionOf(await oss.signed({ method: "HEAD", key: "k", query }))).toBe(one);
    }
  });

  test("deletes by a marker, which goes like any version", async () => {
    const one = await put("one");
    const marked = await remove();
    expect(marked).toMatchObject({ status: 204, headers: { "x-oss-delete-marker": "true" } });
    const gone = { "x-oss-delete-marker": "true", "x-oss-version-id": versionOf(marked) };
    expect(await get()).toMatchObject({ status: 404, code: "NoSuchKey", headers: gone });
    expect(await get(versionOf(marked))).toMatchObject({ status: 405, code: "MethodNotAllowed", headers: gone });
    expect((await get(one)).text).toBe("one");
    expect(await listed()).toEqual([]);
    expect((await oss.signed({ method: "DELETE" })).code).toBe("BucketNotEmpty");
    expect((await remove(versionOf(marked))).headers).toMatchObject(gone);
    expect((await get()).text).toBe("one");
    expect(await listed()).toEqual(["k"]);
  });

  test("removes a version for good", async () => {
    const one = await put("one");
    const two = await put("two");
    const removed = await remove(two);
    expect(removed).toMatchObject({ status: 204, headers: { "x-oss-version-id": two } });
    expect(removed.headers).not.toHaveProperty("x-oss-delete-marker");
    expect((await get()).text).toBe("one");
    await remove(one);
    expect((await get()).code).toBe("NoSuchKey");
    expect((await oss.signed({ method: "DELETE" })).status).toBe(204);
  });

  test("deletes several, with and without versions", async () => {
    const one = await put("one");
    await put("other", "o");
    const body = `<Delete><Object><Key>k</Key><VersionId>${one}</VersionId></Object><Object><Key>o</Key></Object></Delete>`;
    const headers = { "content-md5": createHash("md5").update(body).digest("base64") };
    const { text } = await oss.signed({ method: "POST", query: "delete", body, headers });
    expect(text).toContain(`<Deleted><Key>k</Key><VersionId>${one}</VersionId></Deleted>`);
    expect(text).toMatch(
      /<Deleted><Key>o<\/Key><DeleteMarker>true<\/DeleteMarker><DeleteMarkerVersionId>CAEQ[\w-]+<\/DeleteMarkerVersionId>/,
    );
  });

  test("lists every version and marker, the latest of a key first", async () => {
    const one = await put("one");
    const marker = versionOf(await remove());
    const two = await put("two");
    const { text } = await versions("");
    const when = "<LastModified>2025-10-09T08:53:20.000Z</LastModified>";
    const version = (id: string, isLatest: boolean): string =>
      `<Key>k</Key><VersionId>${id}</VersionId><IsLatest>${String(isLatest)}</IsLatest>${when}`;
    expect(text.match(/<Version>/g)).toHaveLength(2);
    expect(text.indexOf(`<Version>${version(two, true)}`)).toBeLessThan(
      text.indexOf(`<Version>${version(one, false)}`),
    );
    expect(text).toContain(`<DeleteMarker>${version(marker, false)}<Owner>`);
    expect(oss.emulator.calls.count("oss", "ListObjectVersions")).toBe(1);
    expect((await versions("encoding-type=url&prefix=k&max-keys=1")).text).toContain("<IsTruncated>true</IsTruncated>");
  });

  test("lists versions after the markers, and those below a delimiter once", async () => {
    const ids = [await put("one"), await put("two"), versionOf(await remove())];
    await put("deep", "a/1");
    await put("deep", "a/2");
    const last = await put("last", "z");
    expect(idsIn(await versions("key-marker=k"))).toEqual([last]);
    expect(idsIn(await versions(`key-marker=k&version-id-marker=${String(ids[1])}`))).toEqual([ids[0], last]);
    for (const limit of [1, 2, 3, 5]) {
      const seen: string[] = [];
      let next = "";
      do {
        const page = await versions(`delimiter=/&max-keys=${limit}${next}`);
        const [, key] = /<NextKeyMarker>(.*?)</.exec(page.text) ?? [];
        const [, id = ""] = /<NextVersionIdMarker>(.*?)</.exec(page.text) ?? [];
        seen.push(...idsIn(page), ...(page.text.match(/(?<=<Prefix>)a\/(?=<)/g) ?? []));
        next = key === undefined ? "" : `&key-marker=${key}&version-id-marker=${id}`;
      } while (next !== "");
      expect(seen.sort()).toEqual(["a/", ...ids, last].sort());
    }
  });

  test("copies a version, and says which", async () => {
    const one = await put("one");
    await put("two");
    const copy = (source: string): Promise<RawAnswer> =>
      oss.signed({ method: "PUT", key: "copy", headers: { "x-oss-copy-source": source } });
    const copied = await copy(`/${BUCKET}/k?versionId=${one}`);
    expect(copied.headers["x-oss-copy-source-version-id"]).toBe(one);
    expect((await get(versionOf(copied), "copy")).text).toBe("one");
    expect((await copy(`/${BUCKET}/k?versionId=none`)).code).toBe("NoSuchVersion");
    await remove();
    expect((await copy(`/${BUCKET}/k`)).code).toBe("NoSuchKey");
  });

  test("changes ACL and tags of one version only", async () => {
    const one = await put("one");
    await put("two");
    const query = `acl&versionId=${one}`;
    const set = await oss.signed({ method: "PUT", key: "k", query, headers: { "x-oss-object-acl": "public-read" } });
    expect(versionOf(set)).toBe(one);
    expect((await oss.signed({ key: "k", query })).text).toContain("<Grant>public-read</Grant>");
    expect((await oss.signed({ key: "k", query: "acl" })).text).toContain("<Grant>default</Grant>");
    const tagging = "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>";
    await oss.signed({ method: "PUT", key: "k", query: `tagging&versionId=${one}`, body: tagging });
    expect((await oss.signed({ key: "k", query: `tagging&versionId=${one}` })).text).toContain("<Key>a</Key>");
    expect((await oss.signed({ key: "k", query: "tagging" })).text).not.toContain("<Key>a</Key>");
  });

  test("appends without a new version, and does not look at forbid-overwrite", async () => {
    const append = (position: number): Promise<RawAnswer> =>
      oss.signed({ method: "POST", key: "log", query: `append&position=${position}`, body: "x" });
    const first = versionOf(await append(0));
    expect(versionOf(await append(1))).toBe(first);
    await put("one");
    expect((await oss.put("k", "two", { "x-oss-forbid-overwrite": "true" })).status).toBe(200);
  });

  test("counts what is kept and what is marked", async () => {
    await put("one");
    await put("two");
    await remove();
    const { text } = await oss.signed({ query: "stat" });
    expect(text).toContain("<Storage>6</Storage><ObjectCount>0</ObjectCount>");
    expect(text).toContain("<DeleteMarkerCount>1</DeleteMarkerCount>");
  });
});

describe("a bucket that keeps versions no longer, or did not before", () => {
  test("what was there before is the version null", async () => {
    const old = await oss.put("k", "old");
    expect(old.headers).not.toHaveProperty("x-oss-version-id");
    await versioning("Enabled");
    expect(await get()).toMatchObject({ text: "old", headers: { "x-oss-version-id": "null" } });
    await put("new");
    expect((await get("null")).text).toBe("old");
  });

  test("suspended: writes and markers are the version null, others stay", async () => {
    await versioning("Enabled");
    const kept = await put("kept");
    await versioning("Suspended");
    expect(await put("one")).toBe("null");
    expect(await put("two")).toBe("null");
    expect((await get("null")).text).toBe("two");
    const marked = await remove();
    expect(marked.headers).toMatchObject({ "x-oss-delete-marker": "true", "x-oss-version-id": "null" });
    expect((await get("null")).code).toBe("MethodNotAllowed");
    expect((await get(kept)).text).toBe("kept");
    expect((await get()).code).toBe("NoSuchKey");
  });

  test("never: no ids, and the status is not there", async () => {
    expect((await oss.signed({ query: "versioning" })).text).not.toContain("Status");
    expect((await oss.put("k", "v")).headers).not.toHaveProperty("x-oss-version-id");
    expect((await remove()).headers).not.toHaveProperty("x-oss-delete-marker");
    expect((await get("null")).code).toBe("NoSuchVersion");
  });
});
