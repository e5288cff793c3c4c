import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import { Crc64 } from "../crc64/crc64.js";
import { CanceledError } from "../errors/canceled-error.js";
import { CrcMismatchError } from "../errors/crc-mismatch-error.js";
import { moveInto, openForWriting, remove, requireDirectory } from "../files/local-file.js";
import { getObject, type GetObjectInput, type GetObjectResult } from "../operations/get-object.js";
import { contentRange, type ObjectRange } from "./object-range.js";
import { readRange } from "./read-range.js";

/** Bytes that may wait for the file while it is written to: all of them are the next write. */
const maximumUnwritten = 1024 * 1024;

/** Result of `getObjectToFile`. */
export type GetObjectToFileResult = Omit<GetObjectResult, "body">;

/**
 * Downloads an object, or a part of it, into a file. The bytes are gathered under another name and checked by CRC-64 when they are
 * the whole object, so the target's name never stands for half a download. A body that breaks off goes on where it stopped.
 */
export async function getObjectToFile(
  runtime: ClientRuntime,
  input: GetObjectInput,
  path: string,
  options: CallOptions = {},
): Promise<GetObjectToFileResult> {
  requireFields(input, "bucket", "key");
  const { onProgress, ...request } = input;
  await requireDirectory(dirname(path), "filePath");
  const { body, ...result } = await getObject(runtime, request, options);
  const stretch = contentRange(result.contentRange, result.contentLength);
  const total = stretch.end < 0 ? undefined : stretch.end - stretch.start;
  const temporary = `${path}.temp`;
  const crc = new Crc64();
  let written = 0;
  try {
    const file = await openForWriting(temporary, false);
    const watched = async function* (): AsyncIterable<Uint8Array> {
      for await (const chunk of wholeBody(runtime, request, stretch, { ...result, body }, options)) {
        crc.update(chunk);
        yield chunk;
        written += chunk.length;
        onProgress?.(chunk.length, written, total);
        throwIfCanceled(options);
      }
    };
    await pipeline(watched, file.createWriteStream({ highWaterMark: maximumUnwritten }));
    const isWhole = result.statusCode === 200 && input.process === undefined;
    if (runtime.checkDownloadCrc && isWhole) compare(crc, result.hashCrc64);
    await moveInto(temporary, path);
    return result;
  } catch (error) {
    body.destroy();
    await remove(temporary);
    throwIfCanceled(options);
    throw error;
  }
}

/** The body in hand, then what is missing of it. Without a length there is no telling that; a processed body has no parts. */
function wholeBody(
  runtime: ClientRuntime,
  input: Omit<GetObjectInput, "onProgress">,
  range: ObjectRange,
  { body, etag }: GetObjectResult,
  options: CallOptions,
): AsyncIterable<Uint8Array> {
  return range.end < 0 || input.process !== undefined
    ? body
    : readRange(runtime, { input, range, etag, body }, options);
}

function compare(crc: Crc64, server: string | undefined): void {
  if (server !== undefined && crc.toString() !== server) throw new CrcMismatchError(crc.toString(), server);
}

function throwIfCanceled({ signal }: CallOptions): void {
  if (signal?.aborted === true) throw new CanceledError(signal.reason);
}
