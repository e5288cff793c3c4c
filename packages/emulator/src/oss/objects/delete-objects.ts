import { createHash } from "node:crypto";
import type { Answer } from "../../http/answer.js";
import { percentEncode } from "../../signatures/percent-encode.js";
import type { OssCall } from "../oss-call.js";
import { OssFailure } from "../oss-failure.js";

const MAX_KEYS = 1000;
/** The longest body, in bytes. */
const MAX_BODY = 2 * 1024 * 1024;

/** `DeleteObject`. A key that is not there counts as deleted. */
export async function deleteObject(call: OssCall): Promise<Answer> {
  await call.bucket().delete(call.key);
  return { status: 204 };
}

/** `DeleteMultipleObjects`. */
export async function deleteMultipleObjects(call: OssCall): Promise<Answer> {
  const bucket = call.bucket();
  const body = await call.exchange.readBody(MAX_BODY);
  checkDigest(call, body);
  const root = call.readDocument(body, "Delete");
  const keys = root?.all("Object").map((object) => object.textOf("Key"));
  if (keys === undefined || keys.length === 0 || keys.length > MAX_KEYS) throw new OssFailure("MalformedXML");
  const deleted: string[] = [];
  for (const key of keys) {
    if (key === undefined || key === "") throw new OssFailure("MalformedXML");
    await bucket.delete(key);
    deleted.push(key);
  }
  if (root?.textOf("Quiet")?.trim() === "true") return { status: 200 };
  const isEncoded = call.parameter("encoding-type") === "url";
  return call.document("DeleteResult", {
    EncodingType: isEncoded ? "url" : undefined,
    Deleted: deleted.map((key) => ({ Key: isEncoded ? percentEncode(key) : key })),
  });
}

/** OSS insists on `Content-MD5` here; S3 clients may send another checksum instead. */
function checkDigest(call: OssCall, body: Buffer): void {
  const expected = call.header("content-md5");
  if (expected === undefined) {
    if (call.dialect.followsS3) return;
    throw new OssFailure("MissingArgument", {
      message: "Missing Some Required Arguments.",
      details: { ArgumentName: "Content-MD5" },
    });
  }
  const actual = createHash("md5").update(body).digest("base64");
  if (expected !== actual)
    throw new OssFailure("InvalidDigest", { details: { ClientMD5: expected, ServerMD5: actual } });
}
