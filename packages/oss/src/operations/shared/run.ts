import { execute } from "../../client/execute.js";
import type { ClientRuntime } from "../../client/client-runtime.js";
import type { CallOptions, OperationInput } from "../../client/operation-input.js";
import type { OperationTraits } from "../../client/operation-traits.js";
import type { CallResponse } from "../../client/attempt.js";
import { commonResult, type OperationResult } from "./operation-result.js";
import type { FieldReaders } from "./parse-fields.js";
import { parseHeaderFields } from "./parse-header-fields.js";
import type { Headers } from "./header-readers.js";
import { readXmlResult } from "./read-xml-result.js";
import type { XmlSource } from "./xml-readers.js";

/** A request whose bucket and key `invoke` would leave to the caller. */
export interface Operation extends OperationInput {
  readonly traits?: OperationTraits | undefined;
}

/** Fields of a result beyond the common ones. */
export type ResultFields<Result extends OperationResult> = Omit<Result, keyof OperationResult>;

/** Runs an operation whose answer stands in its headers. */
export async function runForHeaders<Fields>(
  runtime: ClientRuntime,
  operation: Operation,
  options: CallOptions,
  readers: FieldReaders<Headers, Fields>,
): Promise<OperationResult & Fields> {
  const response = await run(runtime, operation, options);
  return parseHeaderFields(commonResult(response), response.headers, readers);
}

/** Runs an operation whose answer is an XML document. */
export async function runForXml<Fields>(
  runtime: ClientRuntime,
  operation: Operation,
  options: CallOptions,
  root: string,
  readers: FieldReaders<XmlSource, Fields>,
): Promise<OperationResult & Fields> {
  const response = await run(runtime, operation, options);
  return { ...commonResult(response), ...(await readXmlResult(operation.operation, response, root, readers)) };
}

/** Runs an operation that answers with nothing but its success. */
export async function runForNothing(
  runtime: ClientRuntime,
  operation: Operation,
  options: CallOptions,
): Promise<OperationResult> {
  return commonResult(await run(runtime, operation, options));
}

const noTraits: OperationTraits = {};

/** Runs an operation and hands out the bare answer. */
export function run(runtime: ClientRuntime, operation: Operation, options: CallOptions): Promise<CallResponse> {
  return execute(runtime, operation, operation.traits ?? noTraits, options);
}
