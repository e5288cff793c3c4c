import { describe, expect, test } from "vitest";
import { ossFixture } from "./oss-fixture.js";
import type { RawAnswer } from "./raw-oss.js";

const oss = ossFixture();
const signed = oss.signed.bind(oss);
const put = oss.put.bind(oss);

describe("multipart uploads (oss-v2 7.3)", () => {
  const key = "big";
  const part = (uploadId: string, number: number | string, body: string): Promise<RawAnswer> =>
    signed({ method: "PUT", key, query: `partNumber=${number}&uploadId=${uploadId}`, body });
  const complete = (uploadId: string, parts: readonly (readonly [number, string])[]): Promise<RawAnswer> => {
    const list = parts.map(([number, etag]) => `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`);
    const body = `<CompleteMultipartUpload>${list.join("")}</CompleteMultipartUpload>`;
    return signed({ method: "POST", key, query: `uploadId=${uploadId}`, body });
  };
  async function initiate(): Promise<string> {
    const { text } = await signed({ method: "POST", key, query: "uploads" });
    return /<UploadId>(.*)<\/UploadId>/.exec(text)?.[1] ?? "";
  }

  test("join their parts, with the CRC of the whole", async () => {
    const id = await initiate();
    const first = await part(id, 1, "x".repeat(102_400));
    const last = await part(id, 7, "y");
    const done = await complete(id, [
      [1, String(first.headers.etag)],
      [7, String(last.headers.etag)],
    ]);
    expect(done.text).toContain("<CompleteMultipartUploadResult>");
    const whole = await put("whole", `${"x".repeat(102_400)}y`);
    expect(done.headers["x-oss-hash-crc64ecma"]).toBe(whole.headers["x-oss-hash-crc64ecma"]);
    expect((await complete(id, [[1, ""]])).code).toBe("NoSuchUpload");
  });

  test("take all parts where x-oss-complete-all says so", async () => {
    const id = await initiate();
    await part(id, 2, "v");
    const answer = await signed({
      method: "POST",
      key,
      query: `uploadId=${id}`,
      headers: { "x-oss-complete-all": "yes" },
    });
    expect(answer.status).toBe(200);
    expect((await signed({ key })).text).toBe("v");
  });

  test("refuse wrong parts", async () => {
    const id = await initiate();
    const etag = String((await part(id, 1, "small")).headers.etag);
    const last = String((await part(id, 2, "v")).headers.etag);
    expect(
      (
        await complete(id, [
          [1, etag],
          [2, last],
        ])
      ).code,
    ).toBe("EntityTooSmall");
    expect(
      (
        await complete(id, [
          [2, last],
          [1, etag],
        ])
      ).code,
    ).toBe("InvalidPartOrder");
    expect((await complete(id, [[1, last]])).code).toBe("InvalidPart");
    expect((await complete(id, [[3, last]])).code).toBe("InvalidPart");
    expect((await complete(id, [])).code).toBe("MalformedXML");
    expect((await part(id, 0, "v")).code).toBe("InvalidArgument");
    expect((await part(id, 10_001, "v")).code).toBe("InvalidArgument");
    expect((await part("missing", 1, "v")).code).toBe("NoSuchUpload");
  });

  test("are listed by key and id, and page", async () => {
    const ids = [await initiate(), await initiate()].sort();
    const first = await signed({ query: "uploads&max-uploads=1" });
    expect(first.text).toContain(`<NextUploadIdMarker>${ids[0]}</NextUploadIdMarker>`);
    const second = await signed({ query: `uploads&max-uploads=1&key-marker=${key}&upload-id-marker=${ids[0]}` });
    expect(second.text).toContain(`<UploadId>${ids[1]}</UploadId>`);
    expect(second.text).toContain("<IsTruncated>false</IsTruncated>");
    expect((await signed({ method: "DELETE" })).code).toBe("BucketNotEmpty");
  });
});
