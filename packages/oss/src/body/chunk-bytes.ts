import { invalidTypeOfBody } from "../errors/invalid-parameter-error.js";

/** A piece of a body as bytes; text as UTF-8. Throws `InvalidParameterError` for what a source in plain JavaScript may yield instead. */
export function chunkBytes(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  if (typeof chunk === "string") return Buffer.from(chunk);
  if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk);
  if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  throw invalidTypeOfBody();
}
