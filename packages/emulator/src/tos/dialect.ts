import type { Exchange } from "../http/exchange.js";
import { S3_DIALECT, isS3Request, type Dialect } from "../oss/dialect.js";

const TOS: Dialect = {
  name: "tos",
  headerPrefix: "x-tos-",
  objectAclHeader: "x-tos-acl",
  defaultMaxKeys: 1000,
  followsS3: true,
  showsCrc64: true,
  format: "json",
};

/** The language of a request to TOS: S3's when it is signed as one, its own otherwise. */
export function tosDialectOf(exchange: Exchange): Dialect {
  return isS3Request(exchange) ? S3_DIALECT : TOS;
}
