import { Readable } from "node:stream";
import { InvalidParameterError } from "../errors/invalid-parameter-error.js";
import type { BodyFactory, BodyInput, BodyPieces } from "./body-input.js";

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

/** Turns what a caller passed into a {@link RequestBody}. `length` overrides the length of a stream. */
export function toRequestBody(input: BodyInput, length?: number): RequestBody {
  if (input === null) throw new InvalidParameterError("Body", "type not support, Body.");
  if (typeof input === "string") return new BytesBody(Buffer.from(input));
  if (input instanceof Uint8Array) return new BytesBody(input);
  if (input instanceof ArrayBuffer) return new BytesBody(new Uint8Array(input));
  if (input instanceof Blob) return replayableBody(() => input.stream(), input.size);
  if (typeof input === "function") return replayableBody(input, length);
  if (typeof input !== "object") throw new InvalidParameterError("Body", "type not support, Body.");
  if ("open" in input && typeof input.open === "function") return replayableBody(() => input.open(), input.length);
  if (Symbol.asyncIterator in input) return oneShotBody(input, length);
  throw new InvalidParameterError("Body", "type not support, Body.");
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

function replayableBody(factory: BodyFactory, length: number | undefined): RequestBody {
  return { length, bytes: undefined, canReplay: () => true, open: () => deferred(factory), discard() {} };
}

function oneShotBody(source: BodyPieces, length: number | undefined): RequestBody {
  let taken = false;
  return {
    length,
    bytes: undefined,
    canReplay: () => !taken,
    async *open() {
      taken = true;
      yield* source;
    },
    discard() {
      if (source instanceof Readable) source.destroy();
    },
  };
}

async function* once(bytes: Uint8Array): BodyPieces {
  yield bytes;
}

async function* deferred(factory: BodyFactory): BodyPieces {
  yield* await factory();
}
