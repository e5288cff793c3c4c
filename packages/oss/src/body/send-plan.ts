import { Crc64 } from "../crc64/crc64.js";
import { lengthMismatchOf } from "../errors/length-mismatch.js";
import type { ProgressListener } from "../client/operation-input.js";
import type { Throttle } from "../transport/throttle.js";
import { chunkBytes } from "./chunk-bytes.js";
import type { RequestBody } from "./request-body.js";

/** Pieces of this size are one write, so the idle limit sees a large body move. */
const writeBytes = 256 * 1024;

/** What happens to a body while it is sent. */
export interface SendOptions {
  readonly body: RequestBody;
  /** Continues a CRC from this value; absent: none is computed. */
  readonly crcStart: bigint | undefined;
  readonly onProgress: ProgressListener | undefined;
  readonly throttle: Throttle | undefined;
}

/** One attempt's view of a body: what goes out, and the CRC of what went. */
export interface SendPlan {
  readonly payload: Uint8Array | AsyncIterable<Uint8Array>;
  readonly crc: Crc64 | undefined;
}

/** Prepares one attempt. Small bodies in memory go out as they are; others in pieces, counted against their length. */
export function planSend(options: SendOptions): SendPlan {
  const { body, crcStart, onProgress, throttle } = options;
  const crc = crcStart === undefined ? undefined : new Crc64(crcStart);
  if (body.bytes === undefined || body.bytes.length > writeBytes || throttle !== undefined) {
    return { payload: pieces(options, crc), crc };
  }
  crc?.update(body.bytes);
  onProgress?.(body.bytes.length, body.bytes.length, body.bytes.length);
  return { payload: body.bytes, crc };
}

async function* pieces({ body, onProgress, throttle }: SendOptions, crc: Crc64 | undefined): AsyncIterable<Uint8Array> {
  let sent = 0;
  for await (const chunk of body.open()) {
    const bytes = chunkBytes(chunk);
    for (let from = 0; from < bytes.length; from += writeBytes) {
      const piece = bytes.length <= writeBytes ? bytes : bytes.subarray(from, from + writeBytes);
      sent += piece.length;
      if (body.length !== undefined && sent > body.length) throw lengthMismatchOf(body.length, `over ${sent}`);
      const waiting = throttle?.take(piece.length);
      if (waiting !== undefined) await waiting;
      crc?.update(piece);
      yield piece;
      onProgress?.(piece.length, sent, body.length);
    }
  }
  if (body.length !== undefined && sent < body.length) throw lengthMismatchOf(body.length, sent);
}
