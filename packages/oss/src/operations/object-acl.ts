import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import { aclReaders, type AclResult } from "./shared/acl-result.js";
import { mapFields } from "./shared/fields.js";
import { header } from "./shared/header-readers.js";
import { payerHeaders, type ObjectAcl, type VersionedTarget } from "./shared/object-fields.js";
import type { OperationResult } from "./shared/operation-result.js";
import { runForHeaders, runForXml } from "./shared/run.js";

/** Request of `putObjectAcl`. */
export interface PutObjectAclInput extends VersionedTarget {
  readonly acl: ObjectAcl;
}

/** Result of an operation that touches one version of an object. */
export interface VersionResult extends OperationResult {
  readonly versionId?: string;
}

/** Sets who may use an object. */
export async function putObjectAcl(
  runtime: ClientRuntime,
  input: PutObjectAclInput,
  options: CallOptions = {},
): Promise<VersionResult> {
  requireFields(input, "bucket", "key", "acl");
  const { bucket, key } = input;
  const headers = mapFields(input, { ...payerHeaders, acl: "x-oss-object-acl" });
  const query = mapFields(input, { versionId: "versionId" }, { acl: "" });
  const operation = { operation: "PutObjectAcl", method: "PUT", bucket, key, headers, query } as const;
  return runForHeaders(runtime, operation, options, { versionId: header("x-oss-version-id") });
}

/** Reads who may use an object. */
export async function getObjectAcl(
  runtime: ClientRuntime,
  input: VersionedTarget,
  options: CallOptions = {},
): Promise<AclResult> {
  requireFields(input, "bucket", "key");
  const { bucket, key } = input;
  const query = mapFields(input, { versionId: "versionId" }, { acl: "" });
  const headers = mapFields(input, payerHeaders);
  const operation = { operation: "GetObjectAcl", method: "GET", bucket, key, headers, query } as const;
  return runForXml(runtime, operation, options, "AccessControlPolicy", aclReaders);
}
