import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import type { BucketTarget } from "./delete-bucket.js";
import type { OperationResult } from "./shared/operation-result.js";
import type { FieldReaders } from "./shared/parse-fields.js";
import { runForXml, type ResultFields } from "./shared/run.js";
import { bigWhole, type XmlReader, type XmlSource } from "./shared/xml-readers.js";

/** Result of `getBucketStat`: counts, and sizes in bytes. `bigint`, since a bucket's total can pass 2^53. */
export interface GetBucketStatResult extends OperationResult {
  readonly storage: bigint;
  readonly objectCount: bigint;
  readonly multipartUploadCount: bigint;
  readonly multipartPartCount?: bigint;
  readonly liveChannelCount?: bigint;
  readonly deleteMarkerCount?: bigint;
  /** When the figures were taken, in s since the epoch. */
  readonly lastModifiedTime?: bigint;
  readonly standardStorage?: bigint;
  readonly standardObjectCount?: bigint;
  readonly infrequentAccessStorage?: bigint;
  readonly infrequentAccessRealStorage?: bigint;
  readonly infrequentAccessObjectCount?: bigint;
  readonly archiveStorage?: bigint;
  readonly archiveRealStorage?: bigint;
  readonly archiveObjectCount?: bigint;
  readonly coldArchiveStorage?: bigint;
  readonly coldArchiveRealStorage?: bigint;
  readonly coldArchiveObjectCount?: bigint;
  readonly deepColdArchiveStorage?: bigint;
  readonly deepColdArchiveRealStorage?: bigint;
  readonly deepColdArchiveObjectCount?: bigint;
}

function bigOrZero(name: string): XmlReader<bigint> {
  const read = bigWhole(name);
  return (source) => read(source) ?? 0n;
}

const readers: FieldReaders<XmlSource, ResultFields<GetBucketStatResult>> = {
  storage: bigOrZero("Storage"),
  objectCount: bigOrZero("ObjectCount"),
  multipartUploadCount: bigOrZero("MultipartUploadCount"),
  multipartPartCount: bigWhole("MultipartPartCount"),
  liveChannelCount: bigWhole("LiveChannelCount"),
  deleteMarkerCount: bigWhole("DeleteMarkerCount"),
  lastModifiedTime: bigWhole("LastModifiedTime"),
  standardStorage: bigWhole("StandardStorage"),
  standardObjectCount: bigWhole("StandardObjectCount"),
  infrequentAccessStorage: bigWhole("InfrequentAccessStorage"),
  infrequentAccessRealStorage: bigWhole("InfrequentAccessRealStorage"),
  infrequentAccessObjectCount: bigWhole("InfrequentAccessObjectCount"),
  archiveStorage: bigWhole("ArchiveStorage"),
  archiveRealStorage: bigWhole("ArchiveRealStorage"),
  archiveObjectCount: bigWhole("ArchiveObjectCount"),
  coldArchiveStorage: bigWhole("ColdArchiveStorage"),
  coldArchiveRealStorage: bigWhole("ColdArchiveRealStorage"),
  coldArchiveObjectCount: bigWhole("ColdArchiveObjectCount"),
  deepColdArchiveStorage: bigWhole("DeepColdArchiveStorage"),
  deepColdArchiveRealStorage: bigWhole("DeepColdArchiveRealStorage"),
  deepColdArchiveObjectCount: bigWhole("DeepColdArchiveObjectCount"),
};

/** Reads how much a bucket holds. */
export async function getBucketStat(
  runtime: ClientRuntime,
  input: BucketTarget,
  options: CallOptions = {},
): Promise<GetBucketStatResult> {
  requireFields(input, "bucket");
  const { bucket } = input;
  const operation = { operation: "GetBucketStat", method: "GET", bucket, query: { stat: "" } } as const;
  return runForXml(runtime, operation, options, "BucketStat", readers);
}
