import { chunkBytes } from "../body/chunk-bytes.js";
import type { RequestBody } from "../body/request-body.js";
import { lengthMismatchOf } from "../errors/length-mismatch.js";

/** A part of a body, in memory. */
export interface BufferedPart {
  /** From 1. */
  readonly partNumber: number;
  readonly bytes: Uint8Array;
  /** Nothing follows. */
  readonly isLast: boolean;
}

/**
 * Cuts a body into parts of `partSize` bytes, the last one shorter. Each is read only when it is asked for, so no more are in
 * memory than are under way, and one. Throws `ClientError` when the body does not have its announced length.
 */
export async function* bufferedParts(body: RequestBody, partSize: number): AsyncIterable<BufferedPart> {
  let partNumber = 1;
  let total = 0;
  let pieces: Uint8Array[] = [];
  let held = 0;
  for await (const chunk of body.open()) {
    let rest = chunkBytes(chunk);
    total += rest.length;
    if (body.length !== undefined && total > body.length) throw lengthMismatchOf(body.length, `over ${total}`);
    while (rest.length > 0) {
      // A full part goes out only when something follows, so the last one is known as such.
      if (held === partSize) {
        yield { partNumber, bytes: Buffer.concat(pieces), isLast: false };
        partNumber += 1;
        pieces = [];
        held = 0;
      }
      const taken = rest.subarray(0, partSize - held);
      pieces.push(taken);
      held += taken.length;
      rest = rest.subarray(taken.length);
    }
  }
  if (body.length !== undefined && total < body.length) throw lengthMismatchOf(body.length, total);
  yield { partNumber, bytes: Buffer.concat(pieces), isLast: true };
}
