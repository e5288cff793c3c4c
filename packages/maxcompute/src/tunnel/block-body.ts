import type { RecordBatch } from "apache-arrow";
import { requireFittingBatch } from "./arrow-batch-check.js";
import { ArrowFramer } from "./arrow-framer.js";
import { arrowSchema, requireArrowTypes } from "./arrow-schema.js";
import { batchMessage } from "./arrow-stream.js";
import type { ArrowLibrary } from "./parse-arrow-peer.js";
import type { UploadInfo } from "./parse-session.js";
import { RecordEncoder } from "./record-encoder.js";
import type { Row } from "../types/column-type.js";

/** Rows to write: a list, or a function that starts them anew, since a block may have to be sent again. */
export type RowSource = readonly Row[] | (() => Iterable<Row> | AsyncIterable<Row>);

/** Arrow batches to write: a list, or a function that starts them anew. */
export type BatchSource = readonly RecordBatch[] | (() => AsyncIterable<RecordBatch> | Iterable<RecordBatch>);

/** Bytes of one piece of a block on its way out. */
const pieceSize = 65_536;

type Encode = (written: (rows: number) => void) => AsyncIterable<Uint8Array>;

/** The bytes of a block, made anew for each time it is sent. */
export class BlockBody {
  readonly #encode: Encode;
  #rows = 0;
  #invalid: { readonly error: unknown } | undefined;

  constructor(encode: Encode) {
    this.#encode = encode;
  }

  /** Rows in the bytes last made. */
  get rows(): number {
    return this.#rows;
  }

  /** Why the bytes could not be made; that is the caller's fault, not the connection's. */
  get invalid(): { readonly error: unknown } | undefined {
    return this.#invalid;
  }

  /** Makes the bytes. */
  async *pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    this.#rows = 0;
    try {
      yield* this.#encode((rows) => {
        this.#rows += rows;
      });
    } catch (error) {
      this.#invalid = { error };
      throw error;
    }
  }
}

/** A block in the record form. */
export function recordBlock(info: UploadInfo, rows: RowSource): BlockBody {
  return new BlockBody(async function* (written) {
    const encoder = new RecordEncoder(info.columns, { maximumFieldBytes: info.maximumFieldBytes });
    for await (const row of typeof rows === "function" ? rows() : rows) {
      encoder.write(row);
      written(1);
      if (encoder.pending >= pieceSize) yield encoder.take();
    }
    yield encoder.finish();
  });
}

/** A block in the Arrow form. Throws `INVALID_ARGUMENT` for columns without an agreed Arrow form. */
export function arrowBlock(arrow: ArrowLibrary, info: UploadInfo, batches: BatchSource): BlockBody {
  const { columns, maximumFieldBytes } = info;
  requireArrowTypes(columns);
  const target = { columns, schema: arrowSchema(arrow, columns), maximumFieldBytes };
  return new BlockBody(async function* (written) {
    const framer = new ArrowFramer();
    for await (const batch of typeof batches === "function" ? batches() : batches) {
      requireFittingBatch(batch, target);
      written(batch.numRows);
      yield* framer.push(batchMessage(arrow, batch));
    }
    yield* framer.end();
  });
}
