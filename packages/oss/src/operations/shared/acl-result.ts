import { owner, type Owner } from "./list-fields.js";
import type { OperationResult } from "./operation-result.js";
import type { FieldReaders } from "./parse-fields.js";
import { child, text, type XmlSource } from "./xml-readers.js";

/** Result of `getBucketAcl` and `getObjectAcl`. */
export interface AclResult extends OperationResult {
  /** E.g. `private`; `default` for an object that follows its bucket. */
  readonly acl: string;
  readonly owner?: Owner;
}

/** Readers of {@link AclResult}. */
export const aclReaders: FieldReaders<XmlSource, Omit<AclResult, keyof OperationResult>> = {
  acl: (source) => child("AccessControlList", { grant: text("Grant") })(source)?.grant ?? "",
  owner,
};
