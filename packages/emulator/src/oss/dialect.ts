import type { Exchange } from "../http/exchange.js";

/** Which of its two languages OSS speaks with a client: its own, or the S3 API. */
export interface Dialect {
  readonly name: "oss" | "s3";
  /** What vendor headers begin with. */
  readonly headerPrefix: "x-oss-" | "x-amz-";
  /** The header that sets the ACL of an object. */
  readonly objectAclHeader: string;
  /** The most keys a listing gives when the client does not say. */
  readonly defaultMaxKeys: number;
}

const OSS: Dialect = { name: "oss", headerPrefix: "x-oss-", objectAclHeader: "x-oss-object-acl", defaultMaxKeys: 100 };
const S3: Dialect = { name: "s3", headerPrefix: "x-amz-", objectAclHeader: "x-amz-acl", defaultMaxKeys: 1000 };

const S3_STORAGE_CLASSES = new Map([
  ["Standard", "STANDARD"],
  ["IA", "STANDARD_IA"],
  ["Archive", "GLACIER"],
  ["ColdArchive", "DEEP_ARCHIVE"],
]);

/** The language of a request: S3's when it is signed as one, goes to an S3 host, or carries S3's headers. */
export function dialectOf(exchange: Exchange): Dialect {
  const authorization = exchange.request.headers.authorization;
  if (authorization?.startsWith("OSS") === true) return OSS;
  const isS3 =
    authorization?.startsWith("AWS") === true ||
    exchange.rawQuery.includes("X-Amz-") ||
    exchange.request.headers["x-amz-date"] !== undefined ||
    /(?:^|\.)s3\.oss-/.test(exchange.request.headers.host ?? "");
  return isS3 ? S3 : OSS;
}

/** A storage class as this language writes it. */
export function writeStorageClass(dialect: Dialect, storageClass: string): string {
  return dialect.name === "s3" ? (S3_STORAGE_CLASSES.get(storageClass) ?? storageClass) : storageClass;
}

/** A storage class as it is stored, from either language. */
export function readStorageClass(text: string | undefined): string {
  if (text === undefined) return "Standard";
  for (const [own, s3] of S3_STORAGE_CLASSES) if (s3 === text) return own;
  return text;
}
