import type { Bucket } from "../../objects/bucket.js";
import { isDeleteMarker } from "../../objects/object-version.js";
import type { StoredObject } from "../../objects/stored-object.js";
import type { OssCall } from "../oss-call.js";
import { OssFailure } from "../oss-failure.js";

/** An object, or one version of it. Throws `NoSuchKey`, `NoSuchVersion`, or `MethodNotAllowed` for a delete marker named. */
export function findVersion(call: OssCall, bucket: Bucket, key: string, versionId?: string): StoredObject {
  const version = bucket.version(key, versionId);
  if (version !== undefined && !isDeleteMarker(version)) return version;
  const headers =
    version === undefined ? {} : call.vendorHeaders({ "delete-marker": "true", "version-id": version.versionId });
  if (versionId === undefined) throw new OssFailure("NoSuchKey", { headers, details: { Key: key } });
  if (version === undefined) throw new OssFailure("NoSuchVersion", { details: { Key: key, VersionId: versionId } });
  throw new OssFailure("MethodNotAllowed", { headers, details: { Method: call.exchange.method } });
}
