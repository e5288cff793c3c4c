import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions, OperationInput } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import type { ObjectBody } from "./get-object.js";
import { commonResult, type OperationResult } from "./shared/operation-result.js";
import { run } from "./shared/run.js";

/** Result of `invoke`: the body as bytes, or as a stream where one was asked for. */
export interface InvokeResult extends OperationResult {
  readonly body: Uint8Array | ObjectBody;
}

/** Sends any request of OSS: signed, retried and judged like the operations that have a method of their own. */
export async function invoke(
  runtime: ClientRuntime,
  input: OperationInput,
  options: CallOptions = {},
): Promise<InvokeResult> {
  requireFields(input, "operation", "method");
  const response = await run(runtime, input, options);
  return { ...commonResult(response), body: response.body };
}
