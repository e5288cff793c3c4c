import type { ClientRuntime } from "../../client/client-runtime.js";
import type { CallOptions } from "../../client/operation-input.js";
import type { OperationTraits } from "../../client/operation-traits.js";
import type { TransportResponse } from "../../transport/transport.js";
import type { ObjectTarget } from "./object-fields.js";
import { run } from "./run.js";

/** The object's headers, or `undefined` when it cannot be looked at. */
export async function headForRecovery(
  runtime: ClientRuntime,
  { bucket, key, requestPayer }: ObjectTarget,
  options: CallOptions,
): Promise<TransportResponse | undefined> {
  const headers = { "x-oss-request-payer": requestPayer };
  const { signal } = options;
  return run(runtime, { operation: "HeadObject", method: "HEAD", bucket, key, headers }, { signal }).catch(
    () => undefined,
  );
}

/**
 * A repeated "create, but do not overwrite" that finds the object there: it may be the first attempt's own, whose answer was
 * lost. It is when length and CRC-64 are those that were sent.
 */
export function recoverCreation(
  runtime: ClientRuntime,
  target: ObjectTarget,
  options: CallOptions,
): OperationTraits["recover"] {
  return async (error, sent) => {
    if (error.code !== "FileAlreadyExists" || sent.crc === undefined) return undefined;
    const head = await headForRecovery(runtime, target, options);
    const isOwn = head?.headers["x-oss-hash-crc64ecma"] === sent.crc;
    return isOwn ? head : undefined;
  };
}
