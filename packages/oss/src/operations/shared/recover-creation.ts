import { chunkBytes } from "../../body/chunk-bytes.js";
import type { RequestBody } from "../../body/request-body.js";
import type { ClientRuntime } from "../../client/client-runtime.js";
import { followUpOptions } from "../../client/follow-up-options.js";
import type { CallOptions } from "../../client/operation-input.js";
import type { Recover } from "../../client/operation-traits.js";
import { Crc64 } from "../../crc64/crc64.js";
import type { TransportResponse } from "../../transport/transport.js";
import { mapFields } from "./fields.js";
import { payerHeaders, type VersionedTarget } from "./object-fields.js";
import { run } from "./run.js";

/** The object's headers, or `undefined` when it cannot be looked at. */
export async function headForRecovery(
  runtime: ClientRuntime,
  target: VersionedTarget,
  options: CallOptions,
): Promise<TransportResponse | undefined> {
  const { bucket, key } = target;
  const headers = mapFields(target, payerHeaders);
  const query = mapFields(target, { versionId: "versionId" });
  const operation = { operation: "HeadObject", method: "HEAD", bucket, key, headers, query } as const;
  return run(runtime, operation, followUpOptions(options)).catch(() => undefined);
}

/** Length and CRC-64 in decimal of a body, read once more from its start. `crcStart` is the value it continues. */
export async function measure(
  body: RequestBody | undefined,
  crcStart = 0n,
): Promise<{ readonly length: number; readonly crc: string }> {
  const crc = new Crc64(crcStart);
  let length = 0;
  for await (const chunk of body?.open() ?? []) {
    const bytes = chunkBytes(chunk);
    crc.update(bytes);
    length += bytes.length;
  }
  return { length, crc: crc.toString() };
}

/**
 * A repeated "create, but do not overwrite" that finds the object there: it may be the first attempt's own, whose answer was
 * lost. It is when its CRC-64 is that of what was sent.
 */
export function recoverCreation(runtime: ClientRuntime, target: VersionedTarget, options: CallOptions): Recover {
  return async (error, body) => {
    if (error.code !== "FileAlreadyExists") return undefined;
    const head = await headForRecovery(runtime, target, options);
    if (head === undefined) return undefined;
    return head.headers["x-oss-hash-crc64ecma"] === (await measure(body)).crc ? head : undefined;
  };
}
