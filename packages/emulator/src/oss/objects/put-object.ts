import type { Answer } from "../../http/answer.js";
import type { WrittenContent } from "../../objects/object-store.js";
import type { ObjectAttributes, StoredObject } from "../../objects/stored-object.js";
import type { OssCall } from "../oss-call.js";
import { OssFailure } from "../oss-failure.js";
import { readAttributes, writtenHeaders } from "./attributes.js";
import { answerWithCallback } from "./callback.js";
import { receiveContent } from "./receive-content.js";

/** The longest key, in bytes. */
const MAX_KEY_LENGTH = 1023;

/** `PutObject`. */
export async function putObject(call: OssCall): Promise<Answer> {
  const bucket = call.bucket();
  checkKey(call.key);
  checkOverwrite(call);
  const attributes = readAttributes(call);
  const content = await receiveContent(call);
  checkOverwrite(call);
  const object = await bucket.put(normalObject(call, attributes, content));
  return answerWithCallback(call, object, { status: 200, headers: writtenHeaders(call, object) });
}

/** An object that was written in one piece. */
export function normalObject(call: OssCall, attributes: ObjectAttributes, content: WrittenContent): StoredObject {
  const { blob, etag, crc64, contentMd5 } = content;
  return { ...attributes, key: call.key, blob, etag, crc64, contentMd5, lastModified: call.now, type: "Normal" };
}

/** Refuses keys the service does not store. */
export function checkKey(key: string): void {
  if (Buffer.byteLength(key) > MAX_KEY_LENGTH || key.startsWith("\\")) throw new OssFailure("InvalidObjectName");
}

/** Refuses to write over an object where the client forbids it. */
export function checkOverwrite(call: OssCall): void {
  const { versioning } = call.bucket();
  if (call.bucket().get(call.key) === undefined) return;
  // Where versions are kept, nothing is lost by a write, and the service does not look at the header.
  if (versioning === undefined && call.vendorHeader("forbid-overwrite") === "true")
    throw new OssFailure("FileAlreadyExists");
  if (call.dialect.followsS3 && call.header("if-none-match") === "*") throw new OssFailure("PreconditionFailed");
}
