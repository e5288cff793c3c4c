import { Readable } from "node:stream";
import { invalidField, invalidTypeOfBody } from "../errors/invalid-parameter-error.js";
import { lengthMismatchOf } from "../errors/length-mismatch.js";
import type { BodyFactory, BodyInput, BodyPieces } from "./body-input.js";
import { StreamPieces } from "./stream-pieces.js";

/** A body ready to be sent, one attempt at a time. */
export interface RequestBody {
  /** In bytes; `undefined`: only known at the end, so it goes out chunked. */
  readonly length: number | undefined;
  /** All of it, where it is in memory. */
  readonly bytes: Uint8Array | undefined;
  /** Whether another attempt can send the same bytes. */
  canReplay(): boolean;
  /** The pieces from the start. */
  open(): BodyPieces;
  /** Gives the source up for good. */
  discard(): void;
}

/**
 * Turns what a caller passed into a {@link RequestBody}. `length` is that of a stream or factory; what knows its own must agree.
 * Throws `InvalidParameterError` for another kind of body or length, `ClientError` for lengths that differ.
 */
export function toRequestBody(input: BodyInput, length?: number): RequestBody {
  if (length !== undefined && !(Number.isSafeInteger(length) && length >= 0)) {
    throw invalidField("ContentLength", "It is a whole number of bytes, 0 or more.");
  }
  const body = bodyOf(input, length);
  if (length !== undefined && length !== body.length) throw lengthMismatchOf(length, body.length ?? "unknown");
  return body;
}

function bodyOf(input: BodyInput, length: number | undefined): RequestBody {
  if (input === null) throw invalidTypeOfBody();
  if (typeof input === "string") return new BytesBody(Buffer.from(input));
  if (input instanceof Uint8Array) return new BytesBody(input);
  if (input instanceof ArrayBuffer) return new BytesBody(new Uint8Array(input));
  if (input instanceof Blob) return replayableBody(() => input.stream(), input.size);
  if (typeof input === "function") return replayableBody(input, length);
  if (typeof input !== "object") throw invalidTypeOfBody();
  if (isSpent(input)) throw invalidField("Body", "The stream was read or destroyed before, or somebody reads it.");
  // Before `open`, which the streams of files have, too.
  if (Symbol.asyncIterator in input) return oneShotBody(input, length);
  if ("open" in input && typeof input.open === "function") return replayableBody(() => input.open(), input.length);
  throw invalidTypeOfBody();
}

/** A body in memory. A class, since one is made for every small upload. */
class BytesBody implements RequestBody {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get length(): number {
    return this.bytes.length;
  }

  canReplay(): boolean {
    return true;
  }

  open(): BodyPieces {
    return once(this.bytes);
  }

  discard(): void {}
}

/** What would be sent as an empty body, or as an error after the request has begun. */
function isSpent(input: object): boolean {
  if (input instanceof Readable) return input.readableEnded || input.destroyed;
  return "locked" in input && input.locked === true;
}

function replayableBody(factory: BodyFactory, length: number | undefined): RequestBody {
  return { length, bytes: undefined, canReplay: () => true, open: () => deferred(factory), discard() {} };
}

function oneShotBody(source: BodyPieces, length: number | undefined): RequestBody {
  let taken = false;
  return {
    length,
    bytes: undefined,
    canReplay: () => !taken,
    open: () => ({
      [Symbol.asyncIterator]() {
        taken = true;
        return iterate(source);
      },
    }),
    discard() {
      if (source instanceof Readable) source.destroy();
    },
  };
}

async function* once(bytes: Uint8Array): BodyPieces {
  yield bytes;
}

async function* deferred(factory: BodyFactory): BodyPieces {
  const pieces = await factory();
  yield* { [Symbol.asyncIterator]: () => iterate(pieces) };
}

function iterate(pieces: BodyPieces): ReturnType<BodyPieces[typeof Symbol.asyncIterator]> {
  // A listener of `readable` keeps a stream from flowing, whoever else wants it to.
  const flows = pieces instanceof Readable && pieces.listenerCount("readable") === 0;
  return flows ? new StreamPieces(pieces) : pieces[Symbol.asyncIterator]();
}
