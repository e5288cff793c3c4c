import type { ReaderSource } from "./download-session.js";
import type { Projection } from "./projection.js";
import { requireDateTransform } from "./require-date-transform.js";
import { compressionToken, compressionOf, loadCodec } from "../compression/compression.js";
import { SendFailure } from "../client/send-failure.js";
import { MaxComputeClientError } from "../errors/client-error.js";

/** Faults after which the rows verified so far are good and the rest may be asked for again. */
const resumable: ReadonlySet<string> = new Set(["CHECKSUM_MISMATCH", "NETWORK", "STREAM_TRUNCATED", "TIMEOUT"]);

/** Attempts in a row without a new row. */
const maximumFruitless = 3;
const baseDelay = 100;

/** What a data request asks for. */
export interface DataRequest extends ReaderSource {
  readonly projection: Projection;
  readonly arrow: boolean;
}

/** Opens the body of one data request, from row `start` on, unpacked. */
export async function openData(request: DataRequest, start: number, count: number): Promise<AsyncIterable<Uint8Array>> {
  const { compression, connection, operation, projection, target } = request;
  if (compression !== undefined) await loadCodec(compression);
  const answer = await connection.open(target, {
    operation,
    method: "GET",
    query: {
      data: "",
      downloadid: request.sessionId,
      rowrange: `(${start},${count})`,
      columns: projection.partial ? projection.wire.map((column) => column.name).join(",") : undefined,
      arrow: request.arrow ? "" : undefined,
    },
    headers:
      compression === undefined ? undefined : { "Accept-Encoding": compressionToken(compression, request.arrow) },
    repeat: "always",
    signal: request.signal,
  });
  try {
    requireDateTransform(answer.headers, operation);
    const encoding = compressionOf(answer.headers["content-encoding"]);
    const codec = encoding === undefined ? undefined : await loadCodec(encoding);
    return codec === undefined ? answer.body : codec.decompress(answer.body);
  } catch (error) {
    answer.body.destroy();
    throw error;
  }
}

/** Verified rows. */
export interface DataPart<T> {
  readonly part: T;
  readonly rows: number;
}

/**
 * Reads a range in as many requests as it takes. `read` hands out verified parts and their number of rows; after a fault of the
 * connection or a checksum the rest is asked for anew, at most three times without a new row. The last part is given out only
 * after its stream ended well; where it did not, that part is part of the rest.
 */
export async function* resumed<T>(
  request: DataRequest,
  read: (body: AsyncIterable<Uint8Array>, remaining: number) => AsyncIterable<DataPart<T>>,
): AsyncGenerator<T, void, undefined> {
  let start = request.start;
  let remaining = request.count;
  let fruitless = 0;
  while (remaining > 0) {
    const startedAt = start;
    let left = remaining;
    let held: DataPart<T> | undefined;
    try {
      for await (const next of read(await openData(request, start, remaining), remaining)) {
        if (held !== undefined) yield held.part;
        start += held?.rows ?? 0;
        held = next;
        left -= next.rows;
        if (left < 0) throw malformed(`${-left} rows more than were asked for`);
      }
      if (left > 0) throw malformed(`the stream ended well with ${left} rows missing`);
      if (held !== undefined) yield held.part;
      return;
    } catch (error) {
      const failure = asClientError(error, request);
      if (!(failure instanceof MaxComputeClientError) || !resumable.has(failure.code)) throw failure;
      if (left > 0 && held !== undefined) {
        yield held.part;
        start += held.rows;
      }
      const progress = start - startedAt;
      // A checksum over the whole stream: which of its rows is wrong nobody can say, and some have been given out.
      if (left === 0 && progress > 0 && failure.code === "CHECKSUM_MISMATCH") throw failure;
      remaining -= progress;
      if (progress > 0) fruitless = 0;
      if (fruitless === maximumFruitless) throw failure;
      const { requester } = request.connection.context;
      await requester.sleep(requester.settings.host.random() * baseDelay * 2 ** fruitless++, request);
    }
  }
}

function malformed(what: string): MaxComputeClientError {
  return new MaxComputeClientError({ code: "STREAM_MALFORMED", message: `the tunnel sent ${what}` });
}

/** A failure of the connection in the middle of a body, in this package's words. */
function asClientError(error: unknown, request: ReaderSource): unknown {
  const { operation, signal } = request;
  if (signal?.aborted === true)
    return new MaxComputeClientError({ code: "ABORTED", message: `${operation} was aborted`, cause: signal.reason });
  if (!(error instanceof Error) || !isTransportFault(error)) return error;
  const failure = SendFailure.from(error, "the tunnel");
  const code = failure.timedOut ? "TIMEOUT" : "NETWORK";
  return new MaxComputeClientError({
    code,
    message: `${operation}: the connection broke (${failure.code})`,
    cause: failure,
  });
}

const transportFault = /^(?:UND_ERR_|ECONN|EPIPE|ETIMEDOUT|ERR_STREAM_PREMATURE_CLOSE|HPE_)/;

function isTransportFault(error: Error): boolean {
  return "code" in error && typeof error.code === "string" && transportFault.test(error.code);
}
