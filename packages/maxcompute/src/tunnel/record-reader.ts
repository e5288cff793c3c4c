import { resumed, type DataRequest } from "./data-stream.js";
import type { ReaderSource } from "./download-session.js";
import type { TunnelColumn } from "./parse-session.js";
import type { Projection } from "./projection.js";
import { RecordDecoder } from "./record-decoder.js";
import type { CellValue, Row } from "../types/column-type.js";

/**
 * Reads rows, each only after its checksum matched, with bounded memory. Leaving the loop early closes the connection. Reading
 * again starts again.
 */
export class RecordReader implements AsyncIterable<Row> {
  readonly #request: DataRequest;

  constructor(source: ReaderSource & { readonly projection: Projection }) {
    this.#request = { ...source, arrow: false };
  }

  /** The columns of a row. */
  get columns(): readonly TunnelColumn[] {
    return this.#request.projection.columns;
  }

  /** Rows this reader gives. */
  get count(): number {
    return this.#request.count;
  }

  /** Rows in the groups in which they arrive: the fastest way. */
  batches(): AsyncGenerator<Row[], void, undefined> {
    const { projection } = this.#request;
    const types = projection.wire.map((column) => column.type);
    return resumed(this.#request, async function* (body) {
      const decoder = new RecordDecoder(types);
      for await (const piece of body) yield* decoded((rows) => decoder.push(piece, rows), projection);
      yield* decoded((rows) => decoder.end(rows), projection);
    });
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Row, void, undefined> {
    for await (const batch of this.batches()) yield* batch;
  }

  /** Rows as objects by column name, without a prototype. */
  async *objects(): AsyncGenerator<Readonly<Record<string, CellValue>>, void, undefined> {
    const names = this.columns.map((column) => column.name);
    for await (const batch of this.batches()) for (const row of batch) yield rowObject(names, row);
  }
}

/** A row as an object without a prototype, by column name; of two columns with one name the last counts. */
export function rowObject(names: readonly string[], row: Row): Readonly<Record<string, CellValue>> {
  const object: Record<string, CellValue> = { __proto__: null };
  names.forEach((name, index) => {
    Object.defineProperty(object, name, {
      value: row[index] ?? null,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  });
  return object;
}

/** What a step of the decoder verified: handed out even when the same step then finds a fault. */
function* decoded(
  step: (rows: Row[]) => void,
  projection: Projection,
): Generator<{ part: Row[]; rows: number }, void, undefined> {
  const rows: Row[] = [];
  let fault: { readonly error: unknown } | undefined;
  try {
    step(rows);
  } catch (error) {
    fault = { error };
  }
  if (rows.length > 0) yield { part: projection.apply(rows), rows: rows.length };
  if (fault !== undefined) throw fault.error;
}
