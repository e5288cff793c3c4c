import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import { mapFields } from "./shared/fields.js";
import { dateHeader, header, type Headers } from "./shared/header-readers.js";
import { conditionHeaders, type ConditionFields, type VersionedTarget } from "./shared/object-fields.js";
import { objectReaders, type ObjectAttributes } from "./shared/object-result.js";
import type { OperationResult } from "./shared/operation-result.js";
import type { FieldReaders } from "./shared/parse-fields.js";
import { runForHeaders, type Operation } from "./shared/run.js";

/** Request of `headObject`. */
export interface HeadObjectInput extends VersionedTarget, ConditionFields {}

/** What HeadObject says beyond GetObject. */
export interface HeadAttributes extends ObjectAttributes {
  /** When the storage class last changed. */
  readonly transitionTime?: Date;
  readonly requestCharged?: string;
  readonly allowOrigin?: string;
  readonly allowMethods?: string;
  readonly allowHeaders?: string;
  readonly allowAge?: string;
  readonly exposeHeaders?: string;
}

/** Result of `headObject`. */
export interface HeadObjectResult extends OperationResult, HeadAttributes {}

const readers: FieldReaders<Headers, HeadAttributes> = {
  ...objectReaders,
  transitionTime: dateHeader("x-oss-transition-time"),
  requestCharged: header("x-oss-request-charged"),
  allowOrigin: header("access-control-allow-origin"),
  allowMethods: header("access-control-allow-methods"),
  allowHeaders: header("access-control-allow-headers"),
  allowAge: header("access-control-max-age"),
  exposeHeaders: header("access-control-expose-headers"),
};

/** The request of HeadObject. */
export function headObjectOperation(input: HeadObjectInput): Operation {
  requireFields(input, "bucket", "key");
  const { bucket, key } = input;
  const query = mapFields(input, { versionId: "versionId" });
  return { operation: "HeadObject", method: "HEAD", bucket, key, headers: mapFields(input, conditionHeaders), query };
}

/** Reads what is stored with an object, without its body. */
export async function headObject(
  runtime: ClientRuntime,
  input: HeadObjectInput,
  options: CallOptions = {},
): Promise<HeadObjectResult> {
  return runForHeaders(runtime, headObjectOperation(input), options, readers);
}
