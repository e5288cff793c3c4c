import type { Schema } from "apache-arrow";
import type { ArrowLibrary } from "./parse-arrow-peer.js";
import { ByteQueue } from "../compression/byte-queue.js";
import { invalidResponse, MaxComputeClientError } from "../errors/client-error.js";

/** What stands before a message's own bytes: a continuation mark and their number, four bytes each. */
const prefixLength = 8;
const continuation = 0xffffffff;
/** More bytes than any batch takes to describe itself. */
const largestMetadata = 67_108_864;
/** Bytes handed on at once. */
const pieceSize = 65_536;

interface Parent {
  readonly type: { readonly children?: readonly Parent[] };
}

/** The fields of a schema, nested ones too: a batch describes each. */
export function nodeCount(schema: Pick<Schema, "fields">): number {
  const count = (field: Parent): number =>
    (field.type.children ?? []).reduce((total, child) => total + count(child), 1);
  return schema.fields.reduce((total, field) => total + count(field), 0);
}

/**
 * Hands on the messages of an Arrow stream. Throws `INVALID_RESPONSE` for a batch of another number of fields, which some servers
 * make of TIMESTAMP: the library would read every later column from the wrong place and say nothing.
 */
export async function* withCheckedMessages(
  arrow: ArrowLibrary,
  bytes: AsyncIterable<Uint8Array>,
  nodes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const queue = new ByteQueue(bytes);
  try {
    for (;;) {
      const prefix = await queue.exactlyOrEnd(prefixLength);
      if (prefix === undefined) return;
      const view = new DataView(prefix.buffer, prefix.byteOffset, prefixLength);
      const length = view.getInt32(4, true);
      if (view.getUint32(0, true) !== continuation || length < 0 || length > largestMetadata) throw malformed();
      // The library reads no further than the mark of the end, behind which the checksum of the whole stream stands.
      if (length === 0) await drain(queue);
      yield prefix;
      if (length === 0) return;
      const metadata = await queue.exactly(length);
      let left = bodyLengthOf(arrow, metadata, nodes);
      yield metadata;
      while (left > 0) {
        const piece = await queue.exactly(Math.min(left, pieceSize));
        left -= piece.length;
        yield piece;
      }
    }
  } finally {
    await queue.close();
  }
}

async function drain(queue: ByteQueue): Promise<void> {
  while ((await queue.upTo(pieceSize)).length > 0) continue;
}

function bodyLengthOf(arrow: ArrowLibrary, metadata: Uint8Array, nodes: number): number {
  const message = decoded(arrow, metadata);
  if (message.isRecordBatch() && message.header().nodes.length !== nodes)
    throw invalidResponse("the service writes a column in another Arrow form; rows() reads it");
  return message.bodyLength;
}

function decoded(arrow: ArrowLibrary, metadata: Uint8Array): ReturnType<ArrowLibrary["Message"]["decode"]> {
  try {
    return arrow.Message.decode(metadata);
  } catch (cause) {
    throw malformed(cause);
  }
}

function malformed(cause?: unknown): MaxComputeClientError {
  return new MaxComputeClientError({ code: "STREAM_MALFORMED", message: "the Arrow stream cannot be read", cause });
}
