import type { Answer } from "../../http/answer.js";
import type { OssCall } from "../oss-call.js";
import { OssFailure } from "../oss-failure.js";

/** `PutBucketVersioning`: from now on versions are kept, or no longer; those that are kept stay. */
export async function putBucketVersioning(call: OssCall): Promise<Answer> {
  const bucket = call.bucket();
  const configuration = call.readDocument(await call.exchange.readBody(), "VersioningConfiguration");
  const status = configuration?.textOf("Status")?.trim();
  if (status !== "Enabled" && status !== "Suspended") throw new OssFailure("MalformedXML");
  bucket.versioning = status;
  return { status: 200 };
}

/** `GetBucketVersioning`: without a status where versions were never kept. */
export function getBucketVersioning(call: OssCall): Answer {
  return call.document("VersioningConfiguration", { Status: call.bucket().versioning });
}
