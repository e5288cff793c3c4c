import { chunkBytes } from "../body/chunk-bytes.js";
import { maxAttemptsOfCall, runtimeOfCall, type ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { ClientError } from "../errors/client-error.js";
import { CanceledError } from "../errors/canceled-error.js";
import { getObject, type GetObjectInput, type GetObjectResult, type ObjectBody } from "../operations/get-object.js";
import { contentRange, type ObjectRange } from "./object-range.js";

/** What is read: the object as the first answer found it. */
export interface RangeSource {
  readonly input: Omit<GetObjectInput, "range" | "rangeBehavior" | "onProgress">;
  readonly range: ObjectRange;
  /** In quotes, as the service writes it. A change ends the reading. */
  readonly etag: string | undefined;
  /** What was answered already, from the start of the stretch. */
  readonly body?: ObjectBody | undefined;
}

/**
 * Reads a stretch of an object. A body that breaks off is asked for again from where it stopped, as often as the call's
 * retryer allows without a byte of progress. Throws `ClientError` when the object changes meanwhile.
 */
export async function* readRange(
  runtime: ClientRuntime,
  source: RangeSource,
  options: CallOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { retryer, host } = runtimeOfCall(runtime, options);
  const maxAttempts = maxAttemptsOfCall({ retryer }, options);
  const { end } = source.range;
  let offset = source.range.start;
  let { body } = source;
  for (let failures = 0; offset < end || body !== undefined;) {
    const opened = body ?? (await openAt(runtime, source, offset, options)).body;
    body = undefined;
    try {
      for await (const chunk of opened) {
        // A service that does not know ranges sends all there is.
        if (offset === end) break;
        const bytes = chunkBytes(chunk).subarray(0, end - offset);
        offset += bytes.length;
        failures = 0;
        yield bytes;
      }
      if (offset < end) throw Object.assign(new Error("premature close"), { code: "ERR_STREAM_PREMATURE_CLOSE" });
    } catch (error) {
      if (options.signal?.aborted === true) throw new CanceledError(options.signal.reason);
      failures += 1;
      if (failures >= maxAttempts || !retryer.isRetryable(error)) throw error;
      const delay = retryer.delay(failures + 1, error, () => host.random());
      await host.sleep(delay, { signal: options.signal, holdsProcess: true }).catch(() => {
        throw new CanceledError(options.signal?.reason);
      });
    }
  }
}

async function openAt(
  runtime: ClientRuntime,
  source: RangeSource,
  offset: number,
  options: CallOptions,
): Promise<GetObjectResult> {
  const { input, range, etag } = source;
  const bytes = `bytes=${offset}-${range.end - 1}`;
  const result = await getObject(runtime, { ...input, range: bytes, rangeBehavior: "standard" }, options);
  const { start } = contentRange(result.contentRange, result.contentLength);
  if (start === offset && (etag === undefined || result.etag === etag)) return result;
  result.body.destroy();
  const problem =
    start === offset
      ? `Source file is changed, origin etag ${etag ?? ""}, current etag ${result.etag ?? ""}`
      : `Range get fail, expect offset:${offset}, got offset:${start}`;
  throw new ClientError("SourceChanged", "reading a range", new Error(problem));
}
