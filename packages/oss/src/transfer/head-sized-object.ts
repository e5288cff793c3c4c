import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { ClientError } from "../errors/client-error.js";
import { headObject, type HeadObjectInput, type HeadObjectResult } from "../operations/head-object.js";

/** Looks at an object for a transfer that goes by its length. Rejects with `ClientError` when the answer does not name one. */
export async function headSizedObject(
  runtime: ClientRuntime,
  input: HeadObjectInput,
  options: CallOptions,
): Promise<HeadObjectResult> {
  const object = await headObject(runtime, input, options);
  if (object.contentLength >= 0) return object;
  throw new ClientError("UnknownLength", "looking at the object", new Error("the answer names no Content-Length"));
}
