import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { fileBody, inspectFile } from "../files/local-file.js";
import { putObject, type PutObjectInput, type PutObjectResult } from "../operations/put-object.js";

/** Stores a file in one request. Rejects with `InvalidParameterError` for a file that cannot be read. */
export async function putObjectFromFile(
  runtime: ClientRuntime,
  input: Omit<PutObjectInput, "body" | "contentLength">,
  path: string,
  options: CallOptions = {},
): Promise<PutObjectResult> {
  return putObject(runtime, { ...input, body: fileBody(await inspectFile(path)) }, options);
}
