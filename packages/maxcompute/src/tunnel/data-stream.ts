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

/**
 * Reads a range in as many requests as it takes. `read` hands out verified parts and their number of rows; after a fault of the
 * connection or a checksum the rest is asked for anew, at most three times without a new row.
 */
export async function* resumed<T>(
  request: DataRequest,
  read: (
    body: AsyncIterable<Uint8Array>,
    remaining: number,
  ) => AsyncIterable<{ readonly part: T; readonly rows: number }>,
): AsyncGenerator<T, void, undefined> {
  let start = request.start;
  let remaining = request.count;
  let fruitless = 0;
  while (remaining > 0) {
    try {
      for await (const { part, rows } of read(await openData(request, start, remaining), remaining)) {
        if (rows > remaining) throw malformed(`${rows} rows where ${remaining} were left`);
        start += rows;
        remaining -= rows;
        fruitless = 0;
        yield part;
      }
      if (remaining > 0) throw malformed(`the stream ended well with ${remaining} rows missing`);
    } catch (error) {
      const failure = asClientError(error, request);
      if (!(failure instanceof MaxComputeClientError) || !resumable.has(failure.code) || fruitless === maximumFruitless)
        throw failure;
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
