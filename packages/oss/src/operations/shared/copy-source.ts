import { validateBucket } from "../../client/validate.js";
import { encodePath } from "../../signing/percent-encoding.js";
import { mapFields, type FieldNames } from "./fields.js";

/** What is copied, and under which conditions. */
export interface CopySourceFields {
  /** Default: the destination's bucket. */
  readonly sourceBucket?: string | undefined;
  readonly sourceKey: string;
  readonly sourceVersionId?: string | undefined;
  readonly copySourceIfMatch?: string | undefined;
  readonly copySourceIfNoneMatch?: string | undefined;
  readonly copySourceIfModifiedSince?: Date | string | undefined;
  readonly copySourceIfUnmodifiedSince?: Date | string | undefined;
}

const conditions: FieldNames = {
  copySourceIfMatch: "x-oss-copy-source-if-match",
  copySourceIfNoneMatch: "x-oss-copy-source-if-none-match",
  copySourceIfModifiedSince: "x-oss-copy-source-if-modified-since",
  copySourceIfUnmodifiedSince: "x-oss-copy-source-if-unmodified-since",
};

/** The headers that name a source. */
export function copySourceHeaders(input: CopySourceFields & { readonly bucket: string }): Record<string, string> {
  if (input.sourceBucket) validateBucket(input.sourceBucket, "SourceBucket");
  const version = input.sourceVersionId ? `?versionId=${input.sourceVersionId}` : "";
  const source = `/${input.sourceBucket || input.bucket}/${encodePath(input.sourceKey)}${version}`;
  return mapFields(input, conditions, { "x-oss-copy-source": source });
}
