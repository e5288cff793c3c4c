import { percentDecode } from "../../http/query.js";
import type { StoredObject } from "../../objects/stored-object.js";
import type { OssCall } from "../oss-call.js";
import { OssFailure, invalidArgument } from "../oss-failure.js";
import { checkConditions } from "./conditions.js";
import { checkReadable } from "./read-object.js";

/** The object that the copy-source header names, its conditions checked. */
export function readCopySource(call: OssCall): StoredObject {
  const header = call.vendorHeader("copy-source") ?? "";
  const [path = "", version] = header.split("?versionId=");
  const match = /^\/?([^/]+)\/(.+)$/s.exec(percentDecode(path));
  if (match === null)
    throw invalidArgument("copy-source", header, "Copy Source must mention the source bucket and key.");
  if (version !== undefined && version !== "null") throw new OssFailure("NoSuchVersion");
  const [, bucketName = "", key = ""] = match;
  const source = call.bucket(bucketName).get(key);
  if (source === undefined) throw new OssFailure("NoSuchKey", { details: { Key: key } });
  checkReadable(source, call.now);
  checkConditions(source, (name) => call.vendorHeader(`copy-source-${name}`));
  return source;
}
