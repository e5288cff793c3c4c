import type { RecordBatch, Schema } from "apache-arrow";
import type { TunnelColumn } from "./parse-session.js";
import { invalidArgument } from "../errors/client-error.js";

/** What a batch to be written must fit. */
export interface ArrowTarget {
  readonly columns: readonly TunnelColumn[];
  readonly schema: Schema;
  /** Bytes of the largest text or binary field. */
  readonly maximumFieldBytes: number | undefined;
}

/** Throws `INVALID_ARGUMENT` naming the first column that a batch has in another form, with nulls it must not have, or too long. */
export function requireFittingBatch(batch: RecordBatch, target: ArrowTarget): void {
  const { columns, schema, maximumFieldBytes = Infinity } = target;
  if (batch.numCols !== columns.length)
    throw invalidArgument(`a batch has ${batch.numCols} columns, the table ${columns.length}`);
  columns.forEach(({ name, nullable }, index) => {
    const expected = String(schema.fields[index]?.type);
    const field = batch.schema.fields[index];
    if (field?.name.toLowerCase() !== name.toLowerCase() || String(field.type) !== expected)
      throw invalidArgument(`column ${index + 1} of a batch must be ${name}, ${expected}`);
    const vector = batch.getChildAt(index);
    if (!nullable && (vector?.nullCount ?? 0) > 0) throw invalidArgument(`column ${name} must not be null`);
    if (expected !== "Utf8" && expected !== "Binary") return;
    for (const data of vector?.data ?? []) {
      const offsets: unknown = data.valueOffsets;
      if (offsets instanceof Int32Array && longestOf(offsets, data.length) > maximumFieldBytes)
        throw invalidArgument(`column ${name} has a value of more than ${maximumFieldBytes} bytes`);
    }
  });
}

function longestOf(offsets: Int32Array, count: number): number {
  let longest = 0;
  for (let row = 0; row < count; row++) longest = Math.max(longest, (offsets[row + 1] ?? 0) - (offsets[row] ?? 0));
  return longest;
}
