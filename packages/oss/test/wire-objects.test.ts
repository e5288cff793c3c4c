import { describe, expect, it } from "vitest";
import type { OssClient } from "../src/index.js";
import { stubClient, stubServer } from "./fixture.js";
import {
  bucket,
  conditions,
  conditionsSent,
  copySource,
  copySourceSent,
  creation,
  creationSent,
  date,
  emptyMd5,
  encryption,
  encryptionSent,
  exchange,
  httpDate,
  path,
  stored,
  target,
  vendorHeaders,
} from "./wire-fixture.js";

describe("7.1 objects, field by field", () => {
  it("PutObject", async () => {
    const { sent, result } = await exchange(
      (client) => client.putObject({ ...target, ...creation, contentMd5: "bWQ1", body: "123456789" }),
      { headers: { ...stored, "x-oss-hash-crc64ecma": "11051210869376104954" } },
    );
    expect(`${sent.method} ${sent.path}`).toBe(`PUT ${path}`);
    expect(vendorHeaders(sent.headers)).toEqual({ ...creationSent, "content-length": "9", "content-md5": "bWQ1" });
    expect(sent.body.toString()).toBe("123456789");
    expect(result).toMatchObject({
      status: "200 OK",
      statusCode: 200,
      requestId: "ID",
      etag: '"E"',
      contentMd5: "MD5",
    });
    expect(result).toMatchObject({ hashCrc64: "11051210869376104954", versionId: "V" });
  });

  it("PutObject with a callback", async () => {
    const callbacks = { callback: "e30=", callbackVar: "e30=" };
    const json = await exchange((client) => client.putObject({ ...target, ...callbacks }), { body: '{"a":[1]}' });
    expect(json.sent.headers).toMatchObject({ "x-oss-callback": "e30=", "x-oss-callback-var": "e30=" });
    expect(json.result.callbackResult).toEqual({ a: [1] });
    const text = await exchange((client) => client.putObject({ ...target, ...callbacks }), { body: "fine" });
    expect(text.result.callbackResult).toBe("fine");
    const common = { headers: { "X-Oss-Callback": "e30=" } };
    const byHeader = await exchange((client) => client.putObject(target, common), { body: "{}" });
    expect(byHeader.result.callbackResult).toEqual({});
  });

  it("zeroes, empty texts and empty tags count as not set", async () => {
    const unset = { cacheControl: "", trafficLimit: 0, tagging: {}, storageClass: undefined, callback: "" };
    const { sent } = await exchange((client) => client.putObject({ ...target, ...unset, body: "" }));
    expect(vendorHeaders(sent.headers)).toEqual({ "content-length": "0", "content-type": "application/octet-stream" });
  });

  it("GetObject", async () => {
    const responses = {
      responseCacheControl: "a",
      responseContentDisposition: "b",
      responseContentEncoding: "c",
      responseContentLanguage: "d",
      responseContentType: "text/plain; charset=utf-8",
      responseExpires: "f",
      versionId: "a+b",
      process: "image/resize,w_100",
    };
    const { sent, result } = await exchange(
      (client) =>
        client.getObject({
          ...target,
          ...conditions,
          ...responses,
          range: "bytes=0-3",
          rangeBehavior: "standard",
          trafficLimit: 245_760,
          requestPayer: "requester",
        }),
      {
        status: 206,
        body: "body",
        headers: {
          ...stored,
          "content-length": "4",
          "content-range": "bytes 0-3/10",
          "content-type": "text/x",
          "last-modified": httpDate,
          "x-oss-meta-Owner": Buffer.from("李").toString("latin1"),
          ...encryptionSent,
          "x-oss-storage-class": "Archive",
          "x-oss-object-type": "Appendable",
          "x-oss-next-append-position": "10",
          "x-oss-expiration": "soon",
          "x-oss-restore": 'ongoing-request="true"',
          "x-oss-process-status": "done",
          "x-oss-tagging-count": "2",
          "x-oss-delete-marker": "true",
        },
      },
    );
    expect(sent.method).toBe("GET");
    expect(sent.path).toBe(
      `${path}?response-cache-control=a&response-content-disposition=b&response-content-encoding=c&response-content-language=d&response-content-type=text%2Fplain%3B%20charset%3Dutf-8&response-expires=f&versionId=a%2Bb&x-oss-process=image%2Fresize%2Cw_100`,
    );
    expect(vendorHeaders(sent.headers)).toEqual({
      ...conditionsSent,
      range: "bytes=0-3",
      "x-oss-range-behavior": "standard",
      "x-oss-traffic-limit": "245760",
      "x-oss-request-payer": "requester",
      "content-md5": emptyMd5,
    });
    expect(result).toMatchObject({
      status: "206 Partial Content",
      contentLength: 4,
      contentRange: "bytes 0-3/10",
      contentType: "text/x",
      etag: '"E"',
      lastModified: date,
      contentMd5: "MD5",
      metadata: { owner: "李" },
      ...encryption,
      storageClass: "Archive",
      objectType: "Appendable",
      nextAppendPosition: 10,
      hashCrc64: "18446744073709551615",
      expiration: "soon",
      restore: 'ongoing-request="true"',
      processStatus: "done",
      taggingCount: 2,
      deleteMarker: true,
      versionId: "V",
    });
    expect(await result.body.text()).toBe("body");
  });

  it("GetObject says -1 where no length came", async () => {
    await using server = await stubServer((response) => response.flushHeaders());
    await using client = stubClient(server);
    const { contentLength, body } = await client.getObject(target);
    expect(contentLength).toBe(-1);
    body.destroy();
  });

  it("HeadObject", async () => {
    const cors = {
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET",
      "access-control-allow-headers": "x",
      "access-control-max-age": "1",
      "access-control-expose-headers": "y",
    };
    const { sent, result } = await exchange(
      (client) => client.headObject({ ...target, ...conditions, versionId: "v 1" }),
      {
        headers: {
          "content-length": "9007199254740991",
          "cache-control": "no-cache",
          "content-disposition": "attachment",
          "content-encoding": "gzip",
          expires: "0",
          "x-oss-transition-time": httpDate,
          "x-oss-request-charged": "requester",
          ...cors,
        },
      },
    );
    expect(`${sent.method} ${sent.path}`).toBe(`HEAD ${path}?versionId=v%201`);
    expect(vendorHeaders(sent.headers)).toEqual({ ...conditionsSent, "content-md5": emptyMd5 });
    expect(result).toMatchObject({
      contentLength: Number.MAX_SAFE_INTEGER,
      cacheControl: "no-cache",
      contentDisposition: "attachment",
      contentEncoding: "gzip",
      expires: "0",
      transitionTime: date,
      requestCharged: "requester",
      allowOrigin: "*",
      allowMethods: "GET",
      allowHeaders: "x",
      allowAge: "1",
      exposeHeaders: "y",
    });
  });

  it("GetObjectMeta", async () => {
    const headers = {
      ...stored,
      "content-length": "5",
      "last-modified": httpDate,
      "x-oss-last-access-time": httpDate,
      "x-oss-transition-time": httpDate,
    };
    const { sent, result } = await exchange((client) => client.getObjectMeta({ ...target, versionId: "v" }), {
      headers,
    });
    expect(`${sent.method} ${sent.path}`).toBe(`HEAD ${path}?objectMeta&versionId=v`);
    const times = { lastModified: date, lastAccessTime: date, transitionTime: date };
    expect(result).toMatchObject({ contentLength: 5, etag: '"E"', ...times, versionId: "V" });
    expect(result.hashCrc64).toBe("18446744073709551615");
  });

  it("DeleteObject", async () => {
    const { sent, result } = await exchange(
      (client) => client.deleteObject({ ...target, versionId: "v", requestPayer: "requester" }),
      { status: 204, headers: { "x-oss-version-id": "V", "x-oss-delete-marker": "true" } },
    );
    expect(`${sent.method} ${sent.path}`).toBe(`DELETE ${path}?versionId=v`);
    expect(vendorHeaders(sent.headers)).toEqual({ "x-oss-request-payer": "requester", "content-md5": emptyMd5 });
    expect(result).toMatchObject({ status: "204 No Content", versionId: "V", deleteMarker: true });
  });

  it("DeleteMultipleObjects: Quiet is always written, keys are escaped, answers decoded", async () => {
    const objects = [{ key: "a&<>\"'\t\n\r\u0001\u001f\ufffe" }, { key: "b", versionId: "v" }];
    const deleted =
      "<Deleted><Key>a+b%2B%E5%A4%8F</Key><VersionId>v</VersionId><DeleteMarker>true</DeleteMarker><DeleteMarkerVersionId>m</DeleteMarkerVersionId></Deleted>";
    const { sent, result } = await exchange((client) => client.deleteMultipleObjects({ bucket, objects }), {
      body: `<DeleteResult><EncodingType>url</EncodingType>${deleted}</DeleteResult>`,
    });
    expect(`${sent.method} ${sent.path}`).toBe("POST /my-bucket/?delete&encoding-type=url");
    expect(sent.headers["content-type"]).toBe("application/xml");
    expect(sent.headers["content-md5"]).toMatch(/^[\w+/]{22}==$/);
    expect(sent.body.toString()).toMatch(
      /<Delete><Quiet>false<\/Quiet><Object><Key>a&amp;&lt;&gt;&#34;&#39;&#x9;&#xA;&#xD;&#x01;&#x1F;\ufffd<\/Key><\/Object><Object><Key>b<\/Key><VersionId>v<\/VersionId><\/Object><\/Delete>$/,
    );
    expect(result.deletedObjects).toEqual([
      { key: "a b+夏", versionId: "v", deleteMarker: true, deleteMarkerVersionId: "m" },
    ]);
    const quiet = await exchange((client) => client.deleteMultipleObjects({ bucket, objects, quiet: true }));
    expect(quiet.sent.body.toString()).toContain("<Quiet>true</Quiet>");
    expect(quiet.result.deletedObjects).toEqual([]);
  });

  it("CopyObject", async () => {
    const { sent, result } = await exchange(
      (client) =>
        client.copyObject({
          ...target,
          ...copySource,
          ...creation,
          metadataDirective: "REPLACE",
          taggingDirective: "COPY",
        }),
      {
        headers: { ...stored, ...encryptionSent, "x-oss-copy-source-version-id": "S" },
        body: '<CopyObjectResult><ETag>"X"</ETag><LastModified>2030-01-02T03:04:05.000Z</LastModified></CopyObjectResult>',
      },
    );
    expect(`${sent.method} ${sent.path}`).toBe(`PUT ${path}`);
    expect(vendorHeaders(sent.headers)).toEqual({
      ...creationSent,
      ...copySourceSent,
      "x-oss-metadata-directive": "REPLACE",
      "x-oss-tagging-directive": "COPY",
      "content-length": "0",
      "content-md5": emptyMd5,
    });
    const versions = { versionId: "V", sourceVersionId: "S" };
    expect(result).toMatchObject({ etag: '"X"', lastModified: date, ...versions, ...encryption });
    expect(result.hashCrc64).toBe("18446744073709551615");
  });

  it("a copy's source is in the destination's bucket unless said otherwise", async () => {
    const { sent } = await exchange((client) => client.copyObject({ ...target, sourceKey: "../s" }), {
      body: "<CopyObjectResult/>",
    });
    expect(sent.headers["x-oss-copy-source"]).toBe("/my-bucket/../s");
  });

  it("AppendObject", async () => {
    const headers = { ...stored, ...encryptionSent, "x-oss-next-append-position": "3" };
    const { sent, result } = await exchange(
      (client) => client.appendObject({ ...target, ...creation, position: 0, body: "abc" }),
      { headers },
    );
    expect(`${sent.method} ${sent.path}`).toBe(`POST ${path}?append&position=0`);
    expect(vendorHeaders(sent.headers)).toEqual({ ...creationSent, "content-length": "3" });
    expect(result).toMatchObject({ nextPosition: 3, versionId: "V", ...encryption });
    expect(result.hashCrc64).toBe("18446744073709551615");
  });

  it("AppendObject checks the CRC only from a known start", async () => {
    const append = (initialHashCrc64: string | undefined) => (client: OssClient) =>
      client.appendObject({ ...target, position: 9, body: "x", initialHashCrc64 });
    await exchange(append(undefined), { headers: stored });
    await expect(exchange(append("5"), { headers: stored })).rejects.toThrow("crc is inconsistent");
    await exchange(append("5"));
    await expect(exchange(append("-5"))).rejects.toThrow("invalid field, InitialHashCrc64.");
    await expect(exchange(append("18446744073709551616"))).rejects.toThrow("invalid field, InitialHashCrc64.");
  });

  it("UploadPartCopy", async () => {
    const { sent, result } = await exchange(
      (client) =>
        client.uploadPartCopy({
          ...target,
          ...copySource,
          uploadId: "U+1",
          partNumber: 10_000,
          copySourceRange: "bytes=1-2",
          trafficLimit: 245_760,
          requestPayer: "requester",
        }),
      {
        headers: { "x-oss-copy-source-version-id": "S" },
        body: "<CopyPartResult><ETag>E</ETag><LastModified>2030-01-02T03:04:05.000Z</LastModified></CopyPartResult>",
      },
    );
    expect(`${sent.method} ${sent.path}`).toBe(`PUT ${path}?partNumber=10000&uploadId=U%2B1`);
    expect(vendorHeaders(sent.headers)).toEqual({
      ...copySourceSent,
      "x-oss-copy-source-range": "bytes=1-2",
      "x-oss-traffic-limit": "245760",
      "x-oss-request-payer": "requester",
      "content-length": "0",
      "content-md5": emptyMd5,
    });
    expect(result).toMatchObject({ etag: "E", lastModified: date, sourceVersionId: "S" });
  });

  it("ACL, tagging, restore and links", async () => {
    const version = { ...target, versionId: "v" };
    const acl = await exchange((client) => client.putObjectAcl({ ...version, acl: "default" }));
    expect(`${acl.sent.method} ${acl.sent.path}`).toBe(`PUT ${path}?acl&versionId=v`);
    expect(acl.sent.headers["x-oss-object-acl"]).toBe("default");
    const read = await exchange((client) => client.getObjectAcl(version), {
      body: "<AccessControlPolicy><Owner><ID>1</ID><DisplayName>d</DisplayName></Owner><AccessControlList><Grant>private</Grant></AccessControlList></AccessControlPolicy>",
    });
    expect(read.sent.path).toBe(`${path}?acl&versionId=v`);
    expect(read.result).toMatchObject({ acl: "private", owner: { id: "1", displayName: "d" } });
    const tags = await exchange((client) => client.putObjectTagging({ ...version, tags: { "<": "&", b: "" } }));
    expect(`${tags.sent.method} ${tags.sent.path}`).toBe(`PUT ${path}?tagging&versionId=v`);
    expect(tags.sent.body.toString()).toContain(
      "<Tagging><TagSet><Tag><Key>&lt;</Key><Value>&amp;</Value></Tag><Tag><Key>b</Key><Value></Value></Tag></TagSet></Tagging>",
    );
    const one = "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>";
    const tagged = await exchange((client) => client.getObjectTagging(version), { body: one });
    expect(tagged.result.tags).toEqual({ a: "1" });
    const untagged = await exchange((client) => client.deleteObjectTagging(version), { status: 204 });
    expect(`${untagged.sent.method} ${untagged.sent.path}`).toBe(`DELETE ${path}?tagging&versionId=v`);
    const restored = await exchange((client) => client.restoreObject({ ...version, days: 2, tier: "Bulk" }), {
      status: 202,
      headers: { "x-oss-object-restore-priority": "Bulk", "x-oss-version-id": "v" },
    });
    expect(`${restored.sent.method} ${restored.sent.path}`).toBe(`POST ${path}?restore&versionId=v`);
    expect(restored.sent.body.toString()).toContain(
      "<RestoreRequest><Days>2</Days><JobParameters><Tier>Bulk</Tier></JobParameters></RestoreRequest>",
    );
    expect(restored.result).toMatchObject({ statusCode: 202, restorePriority: "Bulk", versionId: "v" });
    const plain = await exchange((client) => client.restoreObject({ ...target, days: 0 }));
    expect(plain.sent.body).toHaveLength(0);
    const link = await exchange((client) => client.putSymlink({ ...target, target: "夏/1 +" }));
    expect(`${link.sent.method} ${link.sent.path}`).toBe(`PUT ${path}?symlink`);
    expect(link.sent.headers["x-oss-symlink-target"]).toBe("%E5%A4%8F%2F1%20%2B");
    const followed = await exchange((client) => client.getSymlink(version), {
      headers: { "x-oss-symlink-target": "%E5%A4%8F/1%20%2B", etag: "E", "x-oss-meta-a": "1" },
    });
    expect(followed.sent.path).toBe(`${path}?symlink&versionId=v`);
    expect(followed.result).toMatchObject({ target: "夏/1 +", etag: "E", metadata: { a: "1" } });
  });
});
