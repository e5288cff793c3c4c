import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import { writeXml } from "../xml/write-xml.js";
import { mapFields } from "./shared/fields.js";
import { header } from "./shared/header-readers.js";
import { payerHeaders, type VersionedTarget } from "./shared/object-fields.js";
import type { OperationResult } from "./shared/operation-result.js";
import { runForHeaders } from "./shared/run.js";

/** Request of `restoreObject`. */
export interface RestoreObjectInput extends VersionedTarget {
  /** How many days the object stays readable. The service's default is 1. */
  readonly days?: number | undefined;
  /** How fast, for cold archives. */
  readonly tier?: "Expedited" | "Standard" | "Bulk" | undefined;
}

/** Result of `restoreObject`. */
export interface RestoreObjectResult extends OperationResult {
  readonly restorePriority?: string;
  readonly versionId?: string;
}

/** Makes an archived object readable for some days. The first request answers 202, one for a restored object 200. */
export async function restoreObject(
  runtime: ClientRuntime,
  input: RestoreObjectInput,
  options: CallOptions = {},
): Promise<RestoreObjectResult> {
  requireFields(input, "bucket", "key");
  const { bucket, key, days, tier } = input;
  const query = mapFields(input, { versionId: "versionId" }, { restore: "" });
  const parameters = { Days: days === 0 ? undefined : days, JobParameters: tier ? { Tier: tier } : undefined };
  const body = days || tier ? writeXml("RestoreRequest", parameters) : undefined;
  const headers = mapFields(input, payerHeaders);
  return runForHeaders(
    runtime,
    { operation: "RestoreObject", method: "POST", bucket, key, headers, query, body },
    options,
    {
      restorePriority: header("x-oss-object-restore-priority"),
      versionId: header("x-oss-version-id"),
    },
  );
}
