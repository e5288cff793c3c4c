import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import { mapFields } from "./shared/fields.js";
import { dateHeader, header, numberHeader, type Headers } from "./shared/header-readers.js";
import { payerHeaders, type VersionedTarget } from "./shared/object-fields.js";
import type { OperationResult } from "./shared/operation-result.js";
import type { FieldReaders } from "./shared/parse-fields.js";
import { runForHeaders, type ResultFields } from "./shared/run.js";

/** Result of `getObjectMeta`. */
export interface GetObjectMetaResult extends OperationResult {
  /** Bytes of the object; −1 when the service did not say. */
  readonly contentLength: number;
  readonly etag?: string;
  readonly lastModified?: Date;
  readonly lastAccessTime?: Date;
  readonly transitionTime?: Date;
  readonly versionId?: string;
  /** CRC-64 in decimal. */
  readonly hashCrc64?: string;
}

const readers: FieldReaders<Headers, ResultFields<GetObjectMetaResult>> = {
  contentLength: (headers) => numberHeader("content-length")(headers) ?? -1,
  etag: header("etag"),
  lastModified: dateHeader("last-modified"),
  lastAccessTime: dateHeader("x-oss-last-access-time"),
  transitionTime: dateHeader("x-oss-transition-time"),
  versionId: header("x-oss-version-id"),
  hashCrc64: header("x-oss-hash-crc64ecma"),
};

/** Reads the few facts about an object that cost the service least. */
export async function getObjectMeta(
  runtime: ClientRuntime,
  input: VersionedTarget,
  options: CallOptions = {},
): Promise<GetObjectMetaResult> {
  requireFields(input, "bucket", "key");
  const { bucket, key } = input;
  const query = { objectMeta: "", ...mapFields(input, { versionId: "versionId" }) };
  const headers = mapFields(input, payerHeaders);
  return runForHeaders(
    runtime,
    { operation: "GetObjectMeta", method: "HEAD", bucket, key, headers, query },
    options,
    readers,
  );
}
