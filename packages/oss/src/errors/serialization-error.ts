import { describeCause } from "./client-error.js";

/** A request that could not be put into bytes. */
export class SerializationError extends Error {
  override readonly name: string = "SerializationError";

  constructor(cause: unknown) {
    super(`serialization failed: ${describeCause(cause)}`, { cause });
  }
}

/** An answer that could not be read. `snapshot` is its body, hidden from printing. */
export class DeserializationError extends Error {
  override readonly name: string = "DeserializationError";
  declare readonly snapshot: Uint8Array;

  constructor(cause: unknown, snapshot: Uint8Array) {
    super(`deserialization failed, ${describeCause(cause)}`, { cause });
    Object.defineProperty(this, "snapshot", { value: snapshot, enumerable: false });
  }
}
