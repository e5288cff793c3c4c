import type { RecordBatch } from "apache-arrow";
import { ArrowUnframer } from "./arrow-unframer.js";
import { nodeCount, withCheckedMessages } from "./arrow-message-check.js";
import { arrowSchema, requireArrowTypes } from "./arrow-schema.js";
import { schemaMessage } from "./arrow-stream.js";
import { resumed, type DataRequest } from "./data-stream.js";
import type { ReaderSource } from "./download-session.js";
import { loadArrow, type ArrowLibrary } from "./parse-arrow-peer.js";
import type { TunnelColumn } from "./parse-session.js";
import type { Projection } from "./projection.js";
import { MaxComputeClientError } from "../errors/client-error.js";
import { isMaxComputeError } from "../errors/maxcompute-error.js";

/** Reads Arrow record batches whose chunks' checksums matched. Reading again starts again. */
export class ArrowReader implements AsyncIterable<RecordBatch> {
  readonly #request: DataRequest;

  /** Throws `INVALID_ARGUMENT` for a column without an agreed Arrow form. */
  constructor(source: ReaderSource & { readonly projection: Projection }) {
    requireArrowTypes(source.projection.wire);
    this.#request = { ...source, arrow: true };
  }

  /** The columns of a batch, in the order that was asked for. */
  get columns(): readonly TunnelColumn[] {
    return this.#request.projection.columns;
  }

  /** Rejects with `MISSING_DEPENDENCY` without the package `apache-arrow`. */
  async *[Symbol.asyncIterator](): AsyncGenerator<RecordBatch, void, undefined> {
    const arrow = await loadArrow();
    const { order, wire } = this.#request.projection;
    const schema = schemaMessage(arrow, wire);
    const nodes = nodeCount(arrowSchema(arrow, wire));
    const batches = resumed(this.#request, (body) =>
      readBatches(arrow, withSchema(schema, withCheckedMessages(arrow, unframed(body), nodes))),
    );
    for await (const batch of batches) yield order === undefined ? batch : batch.selectAt([...order]);
  }
}

async function* readBatches(
  arrow: ArrowLibrary,
  bytes: ArrowBytes,
): AsyncGenerator<{ part: RecordBatch; rows: number }, void, undefined> {
  try {
    const reader = await arrow.RecordBatchReader.from(bytes.stream());
    for await (const batch of reader) yield { part: batch, rows: batch.numRows };
  } catch (error) {
    if (bytes.fault !== undefined) throw bytes.fault.error;
    if (isMaxComputeError(error)) throw error;
    throw new MaxComputeClientError({
      code: "STREAM_MALFORMED",
      message: "the Arrow stream cannot be read",
      cause: error,
    });
  }
  // The library takes a fault of its source for the end of the stream.
  if (bytes.fault !== undefined) throw bytes.fault.error;
}

/** The schema message, then the service's batches. */
interface ArrowBytes {
  stream(): AsyncGenerator<Uint8Array, void, undefined>;
  /** Why the stream ended, when it broke. */
  readonly fault: { readonly error: unknown } | undefined;
}

async function* unframed(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const unframer = new ArrowUnframer();
  for await (const piece of body) yield* unframer.push(piece);
  const last = unframer.end();
  if (last.length > 0) yield last;
}

function withSchema(schema: Uint8Array, messages: AsyncIterable<Uint8Array>): ArrowBytes {
  let fault: { readonly error: unknown } | undefined;
  return {
    get fault() {
      return fault;
    },
    async *stream() {
      yield schema;
      try {
        yield* messages;
      } catch (error) {
        fault = { error };
        throw error;
      }
    },
  };
}
