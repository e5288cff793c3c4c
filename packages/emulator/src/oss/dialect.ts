import type { Exchange } from "../http/exchange.js";

/** The language object storage speaks with a client: OSS's own, S3's, or that of TOS, which is S3's with other names. */
export interface Dialect {
  readonly name: "oss" | "s3" | "tos";
  /** What vendor headers begin with. */
  readonly headerPrefix: "x-oss-" | "x-amz-" | "x-tos-";
  /** The header that sets the ACL of an object. */
  readonly objectAclHeader: string;
  /** The most keys a listing gives when the client does not say. */
  readonly defaultMaxKeys: number;
  /** Whether S3's rules hold where OSS has its own: ranges, digests, limits. */
  readonly followsS3: boolean;
  /** Whether answers carry the CRC-64 and the type of objects. */
  readonly showsCrc64: boolean;
  /** How bodies are written. */
  readonly format: "xml" | "json";
}

const OSS: Dialect = {
  name: "oss",
  headerPrefix: "x-oss-",
  objectAclHeader: "x-oss-object-acl",
  defaultMaxKeys: 100,
  followsS3: false,
  showsCrc64: true,
  format: "xml",
};

/** The S3 API, as OSS and TOS take it. */
export const S3_DIALECT: Dialect = {
  name: "s3",
  headerPrefix: "x-amz-",
  objectAclHeader: "x-amz-acl",
  defaultMaxKeys: 1000,
  followsS3: true,
  showsCrc64: false,
  format: "xml",
};

const S3_STORAGE_CLASSES = new Map([
  ["Standard", "STANDARD"],
  ["IA", "STANDARD_IA"],
  ["Archive", "GLACIER"],
  ["ColdArchive", "DEEP_ARCHIVE"],
]);

/** The language of a request to OSS: S3's when it is signed as one, goes to an S3 host, or carries S3's headers. */
export function dialectOf(exchange: Exchange): Dialect {
  if (exchange.request.headers.authorization?.startsWith("OSS") === true) return OSS;
  return isS3Request(exchange) || /(?:^|\.)s3\.oss-/.test(exchange.request.headers.host ?? "") ? S3_DIALECT : OSS;
}

/** True for a request that is signed as S3's are, or carries S3's headers. */
export function isS3Request(exchange: Exchange): boolean {
  const { authorization, "x-amz-date": date } = exchange.request.headers;
  return authorization?.startsWith("AWS") === true || date !== undefined || exchange.rawQuery.includes("X-Amz-");
}

/** A storage class as this language writes it. */
export function writeStorageClass(dialect: Dialect, storageClass: string): string {
  return dialect.followsS3 ? (S3_STORAGE_CLASSES.get(storageClass) ?? storageClass) : storageClass;
}

/** A storage class as it is stored, from either language. */
export function readStorageClass(text: string | undefined): string {
  if (text === undefined) return "Standard";
  for (const [own, s3] of S3_STORAGE_CLASSES) if (s3 === text) return own;
  return text;
}
