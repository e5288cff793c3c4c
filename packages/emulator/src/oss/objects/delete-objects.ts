import { createHash } from "node:crypto";
import type { Answer } from "../../http/answer.js";
import type { DeletedVersion } from "../../objects/bucket.js";
import { percentEncode } from "../../signatures/percent-encode.js";
import type { XmlFields } from "../../xml/write-xml.js";
import type { OssCall } from "../oss-call.js";
import { OssFailure } from "../oss-failure.js";

const MAX_KEYS = 1000;
/** The longest body, in bytes. */
const MAX_BODY = 2 * 1024 * 1024;

/** `DeleteObject`. A key that is not there counts as deleted. */
export async function deleteObject(call: OssCall): Promise<Answer> {
  const deleted = await call.bucket().delete(call.key, call.now, call.parameter("versionId"));
  const marker = deleted?.isDeleteMarker === true ? "true" : undefined;
  return { status: 204, headers: call.vendorHeaders({ "version-id": deleted?.versionId, "delete-marker": marker }) };
}

/** `DeleteMultipleObjects`. */
export async function deleteMultipleObjects(call: OssCall): Promise<Answer> {
  const bucket = call.bucket();
  const body = await call.exchange.readBody(MAX_BODY);
  checkDigest(call, body);
  const root = call.readDocument(body, "Delete");
  const objects = root?.all("Object") ?? [];
  if (objects.length === 0 || objects.length > MAX_KEYS) throw new OssFailure("MalformedXML");
  const isEncoded = call.parameter("encoding-type") === "url";
  const deleted: XmlFields[] = [];
  for (const object of objects) {
    const key = object.textOf("Key") ?? "";
    const versionId = object.textOf("VersionId") || undefined;
    if (key === "") throw new OssFailure("MalformedXML");
    const removed = await bucket.delete(key, call.now, versionId);
    deleted.push({ Key: isEncoded ? percentEncode(key) : key, VersionId: versionId, ...markerFields(removed) });
  }
  if (root?.textOf("Quiet")?.trim() === "true") return { status: 200 };
  return call.document("DeleteResult", { EncodingType: isEncoded ? "url" : undefined, Deleted: deleted });
}

/** The delete marker that was made, or removed. */
function markerFields(removed: DeletedVersion | undefined): XmlFields {
  if (removed?.isDeleteMarker !== true) return {};
  return { DeleteMarker: "true", DeleteMarkerVersionId: removed.versionId };
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
