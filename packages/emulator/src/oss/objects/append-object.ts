import { createHash } from "node:crypto";
import { combineCrc64 } from "../../crc64/combine-crc64.js";
import type { Answer } from "../../http/answer.js";
import type { StoredObject } from "../../objects/stored-object.js";
import { joinBlobs } from "../../storage/blob.js";
import type { OssCall } from "../oss-call.js";
import { OssFailure, invalidArgument } from "../oss-failure.js";
import { readAttributes, writtenHeaders } from "./attributes.js";
import { checkKey, checkOverwrite } from "./put-object.js";
import { receiveContent } from "./receive-content.js";

/** `AppendObject`: adds bytes at the end of an appendable object, which it makes at position 0. */
export async function appendObject(call: OssCall): Promise<Answer> {
  const bucket = call.bucket();
  checkKey(call.key);
  const position = readPosition(call);
  if (bucket.get(call.key) === undefined || position === 0) checkOverwrite(call);
  checkPosition(bucket.get(call.key), position);
  const attributes = readAttributes(call);
  const content = await receiveContent(call);
  const existing = bucket.get(call.key);
  checkPosition(existing, position);
  const size = position + content.blob.size;
  const crc64 = existing === undefined ? content.crc64 : combineCrc64(existing.crc64, content.crc64, content.blob.size);
  const object: StoredObject = {
    ...(existing ?? attributes),
    key: call.key,
    blob: existing === undefined ? content.blob : joinBlobs([existing.blob, content.blob]),
    etag: createHash("md5").update(`${crc64} ${size}`).digest("hex").toUpperCase(),
    crc64,
    lastModified: call.now,
    type: "Appendable",
  };
  // Bytes at the end of an object make no version of their own.
  if (existing !== undefined) bucket.update(object);
  const stored = existing === undefined ? await bucket.put(object) : object;
  return { status: 200, headers: { ...writtenHeaders(call, stored), "x-oss-next-append-position": size } };
}

function readPosition(call: OssCall): number {
  const text = call.parameter("position") ?? "";
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw invalidArgument("position", text, "position must be a number of bytes.");
}

function checkPosition(existing: StoredObject | undefined, position: number): void {
  if (existing !== undefined && existing.type !== "Appendable") throw new OssFailure("ObjectNotAppendable");
  const size = existing?.blob.size ?? 0;
  if (position === size) return;
  throw new OssFailure("PositionNotEqualToLength", { headers: { "x-oss-next-append-position": size } });
}
