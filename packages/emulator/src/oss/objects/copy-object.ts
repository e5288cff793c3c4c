import type { Answer } from "../../http/answer.js";
import { chunksOf } from "../../http/answer.js";
import type { ObjectAttributes, StoredObject } from "../../objects/stored-object.js";
import { isoDate } from "../iso-date.js";
import type { OssCall } from "../oss-call.js";
import { invalidArgument } from "../oss-failure.js";
import { readAttributes, writtenHeaders } from "./attributes.js";
import { readCopySource } from "./copy-source.js";
import { checkKey, checkOverwrite, normalObject } from "./put-object.js";

/** `CopyObject`. */
export async function copyObject(call: OssCall): Promise<Answer> {
  const bucket = call.bucket();
  checkKey(call.key);
  checkOverwrite(call);
  const { source, versionHeader } = readCopySource(call);
  const attributes = copiedAttributes(call, source);
  const content = await call.store.write(chunksOf(source.blob.read(0, source.blob.size)));
  const object = await bucket.put(normalObject(call, attributes, content));
  const fields = { LastModified: isoDate(object.lastModified), ETag: `"${object.etag}"` };
  return call.document("CopyObjectResult", fields, { ...writtenHeaders(call, object), ...versionHeader });
}

/** Metadata and tags are copied, or replaced by the request's own, as each directive says. ACL and class are the request's. */
function copiedAttributes(call: OssCall, source: StoredObject): ObjectAttributes {
  const own = readAttributes(call);
  const replacesMetadata = isReplace(call, "metadata-directive");
  const replacesTags = isReplace(call, "tagging-directive");
  return {
    ...own,
    headers: replacesMetadata ? own.headers : source.headers,
    metadata: replacesMetadata ? own.metadata : source.metadata,
    tags: replacesTags ? own.tags : source.tags,
  };
}

function isReplace(call: OssCall, directive: string): boolean {
  const value = call.vendorHeader(directive)?.toUpperCase() ?? "COPY";
  if (value !== "COPY" && value !== "REPLACE")
    throw invalidArgument(directive, value, "A directive is COPY or REPLACE.");
  return value === "REPLACE";
}
