import type { RecordBatch } from "apache-arrow";
import { arrowSchema } from "./arrow-schema.js";
import type { ArrowLibrary } from "./parse-arrow-peer.js";
import type { TunnelColumn } from "./parse-session.js";

// The tunnel carries record batches only: neither the schema message that begins an Arrow stream nor the marker that ends it.

/** Length of the marker, and of what stands before a message's own bytes: a continuation and a length of four bytes each. */
const prefixLength = 8;

/** The schema message of a stream of these columns. */
export function schemaMessage(arrow: ArrowLibrary, columns: readonly TunnelColumn[]): Uint8Array {
  return withoutEnd(arrow.tableToIPC(new arrow.Table(arrowSchema(arrow, columns)), "stream"));
}

/** The message of one batch. */
export function batchMessage(arrow: ArrowLibrary, batch: RecordBatch): Uint8Array {
  const stream = withoutEnd(arrow.tableToIPC(new arrow.Table([batch]), "stream"));
  return stream.subarray(prefixLength + lengthAt(stream, 0));
}

function withoutEnd(stream: Uint8Array): Uint8Array {
  const end = stream.length - prefixLength;
  return lengthAt(stream, end) === 0 ? stream.subarray(0, end) : stream;
}

function lengthAt(stream: Uint8Array, position: number): number {
  return new DataView(stream.buffer, stream.byteOffset).getInt32(position + 4, true);
}
