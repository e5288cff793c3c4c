import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import type { BucketTarget } from "./delete-bucket.js";
import { owner, type Owner } from "./shared/list-fields.js";
import type { OperationResult } from "./shared/operation-result.js";
import { runForXml } from "./shared/run.js";
import { child, optionalFlag, text, textOrEmpty, time, type XmlReader } from "./shared/xml-readers.js";

/** How a bucket encrypts by default. */
export interface BucketEncryption {
  readonly sseAlgorithm?: string;
  readonly kmsMasterKeyId?: string;
  readonly kmsDataEncryption?: string;
}

/** What is known of a bucket. */
export interface BucketInfo {
  readonly name: string;
  readonly location?: string;
  readonly creationDate?: Date;
  readonly extranetEndpoint?: string;
  readonly intranetEndpoint?: string;
  readonly acl?: string;
  readonly dataRedundancyType?: string;
  readonly owner?: Owner;
  readonly storageClass?: string;
  readonly resourceGroupId?: string;
  readonly serverSideEncryptionRule?: BucketEncryption;
  readonly versioning?: string;
  readonly transferAcceleration?: string;
  readonly crossRegionReplication?: string;
  readonly accessMonitor?: string;
  readonly comment?: string;
  readonly blockPublicAccess?: boolean;
  readonly bucketPolicy?: { readonly logBucket?: string; readonly logPrefix?: string };
}

/** Result of `getBucketInfo`. */
export interface GetBucketInfoResult extends OperationResult {
  readonly bucketInfo: BucketInfo;
}

/** The service writes `None` for "not set". */
function textUnlessNone(name: string): XmlReader<string> {
  const read = text(name);
  return (source) => {
    const value = read(source);
    return value === "None" ? undefined : value;
  };
}

const bucketInfo: XmlReader<BucketInfo> = child<BucketInfo>("Bucket", {
  name: textOrEmpty("Name"),
  location: text("Location"),
  creationDate: time("CreationDate"),
  extranetEndpoint: text("ExtranetEndpoint"),
  intranetEndpoint: text("IntranetEndpoint"),
  acl: (source) => child("AccessControlList", { grant: text("Grant") })(source)?.grant,
  dataRedundancyType: text("DataRedundancyType"),
  owner,
  storageClass: text("StorageClass"),
  resourceGroupId: text("ResourceGroupId"),
  serverSideEncryptionRule: child<BucketEncryption>("ServerSideEncryptionRule", {
    sseAlgorithm: textUnlessNone("SSEAlgorithm"),
    kmsMasterKeyId: textUnlessNone("KMSMasterKeyID"),
    kmsDataEncryption: textUnlessNone("KMSDataEncryption"),
  }),
  versioning: text("Versioning"),
  transferAcceleration: text("TransferAcceleration"),
  crossRegionReplication: text("CrossRegionReplication"),
  accessMonitor: text("AccessMonitor"),
  comment: text("Comment"),
  blockPublicAccess: optionalFlag("BlockPublicAccess"),
  bucketPolicy: child("BucketPolicy", { logBucket: text("LogBucket"), logPrefix: text("LogPrefix") }),
});

/** Reads what is known of a bucket. */
export async function getBucketInfo(
  runtime: ClientRuntime,
  input: BucketTarget,
  options: CallOptions = {},
): Promise<GetBucketInfoResult> {
  requireFields(input, "bucket");
  const { bucket } = input;
  const operation = { operation: "GetBucketInfo", method: "GET", bucket, query: { bucketInfo: "" } } as const;
  return runForXml<Pick<GetBucketInfoResult, "bucketInfo">>(runtime, operation, options, "BucketInfo", {
    bucketInfo: (source) => bucketInfo(source) ?? { name: bucket },
  });
}
