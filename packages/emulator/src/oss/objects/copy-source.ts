import { percentDecode } from "../../http/query.js";
import { versionIdOf } from "../../objects/object-version.js";
import type { StoredObject } from "../../objects/stored-object.js";
import type { OssCall } from "../oss-call.js";
import { invalidArgument } from "../oss-failure.js";
import { checkConditions } from "./conditions.js";
import { findVersion } from "./find-version.js";
import { checkReadable } from "./read-object.js";

/** What is copied, and the header that names its version where its bucket keeps versions. */
export interface CopySource {
  readonly source: StoredObject;
  readonly versionHeader: Record<string, string | number>;
}

/** The object that the copy-source header names, its conditions checked. */
export function readCopySource(call: OssCall): CopySource {
  const header = call.vendorHeader("copy-source") ?? "";
  const [path = "", version] = header.split("?versionId=");
  const match = /^\/?([^/]+)\/(.+)$/s.exec(percentDecode(path));
  if (match === null)
    throw invalidArgument("copy-source", header, "Copy Source must mention the source bucket and key.");
  const [, bucketName = "", key = ""] = match;
  const bucket = call.bucket(bucketName);
  const source = findVersion(call, bucket, key, version);
  checkReadable(source, call.now);
  checkConditions(source, (name) => call.vendorHeader(`copy-source-${name}`));
  const versionId = bucket.versioning === undefined ? undefined : versionIdOf(source);
  return { source, versionHeader: call.vendorHeaders({ "copy-source-version-id": versionId }) };
}
