import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import type { Recover } from "../client/operation-traits.js";
import { requireFields } from "../client/require-fields.js";
import type { TransportResponse } from "../transport/transport.js";
import { writeXml } from "../xml/write-xml.js";
import { copySourceHeaders, type CopySourceFields } from "./shared/copy-source.js";
import { encryptionReaders, type EncryptionResult } from "./shared/encryption-result.js";
import { mapFields } from "./shared/fields.js";
import { header, type Headers } from "./shared/header-readers.js";
import { creationHeaders, type CreationFields, type ObjectTarget } from "./shared/object-fields.js";
import { commonResult, type OperationResult } from "./shared/operation-result.js";
import { parseFields, type FieldReaders } from "./shared/parse-fields.js";
import { readXmlResult } from "./shared/read-xml-result.js";
import { headForRecovery } from "./shared/recover-creation.js";
import { run } from "./shared/run.js";
import { text, time } from "./shared/xml-readers.js";

/** Request of `copyObject`. The source has at most 5 GiB. */
export interface CopyObjectInput extends ObjectTarget, CopySourceFields, CreationFields {
  /** `REPLACE`: take content headers and metadata from this request. */
  readonly metadataDirective?: "COPY" | "REPLACE" | undefined;
  /** `REPLACE`: take the tags from this request. */
  readonly taggingDirective?: "COPY" | "REPLACE" | undefined;
}

/** Result of `copyObject`. */
export interface CopyObjectResult extends OperationResult, EncryptionResult {
  readonly etag?: string;
  readonly lastModified?: Date;
  /** CRC-64 in decimal. */
  readonly hashCrc64?: string;
  readonly versionId?: string;
  readonly sourceVersionId?: string;
}

const headerReaders: FieldReaders<
  Headers,
  EncryptionResult & Pick<CopyObjectResult, "hashCrc64" | "versionId" | "sourceVersionId">
> = {
  ...encryptionReaders,
  hashCrc64: header("x-oss-hash-crc64ecma"),
  versionId: header("x-oss-version-id"),
  sourceVersionId: header("x-oss-copy-source-version-id"),
};

/** Copies an object within the region, without its bytes passing through this process. */
export async function copyObject(
  runtime: ClientRuntime,
  input: CopyObjectInput,
  options: CallOptions = {},
): Promise<CopyObjectResult> {
  requireFields(input, "bucket", "key", "sourceKey");
  const { bucket, key } = input;
  const directives = { metadataDirective: "x-oss-metadata-directive", taggingDirective: "x-oss-tagging-directive" };
  const headers = { ...creationHeaders(input), ...copySourceHeaders(input), ...mapFields(input, directives) };
  const recover = input.forbidOverwrite === true ? recoverCopy(runtime, input, options) : undefined;
  const operation = { operation: "CopyObject", method: "PUT", bucket, key, headers, traits: { recover } } as const;
  const response = await run(runtime, operation, options);
  const copied = await readXmlResult<Pick<CopyObjectResult, "etag" | "lastModified">>(
    "CopyObject",
    response,
    "CopyObjectResult",
    {
      etag: text("ETag"),
      lastModified: time("LastModified"),
    },
  );
  return { ...commonResult(response), ...parseFields(response.headers, headerReaders), ...copied };
}

/** A repeated copy that may not overwrite and finds an object: the first one's, when its CRC-64 is that of the source. */
function recoverCopy(runtime: ClientRuntime, input: CopyObjectInput, options: CallOptions): Recover {
  const { bucket, key, requestPayer, sourceKey, sourceVersionId: versionId } = input;
  const crcOf = ({ headers }: TransportResponse): string | undefined => headers["x-oss-hash-crc64ecma"];
  return async (error) => {
    if (error.code !== "FileAlreadyExists") return undefined;
    const copy = await headForRecovery(runtime, { bucket, key, requestPayer }, options);
    const source = { bucket: input.sourceBucket || bucket, key: sourceKey, versionId, requestPayer };
    const original = await headForRecovery(runtime, source, options);
    if (copy === undefined || original === undefined || crcOf(copy) !== crcOf(original)) return undefined;
    const { etag: ETag, "last-modified": LastModified } = copy.headers;
    return { ...copy, body: Buffer.from(writeXml("CopyObjectResult", { ETag, LastModified })) };
  };
}
