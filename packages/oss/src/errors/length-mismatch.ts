import { ClientError } from "./client-error.js";

/** The error of a body that is not as long as announced. `cause` says by how much. */
export function lengthMismatch(cause: unknown): ClientError {
  return new ClientError("BodyLengthMismatch", "the body does not have the length it was announced with", cause);
}

/** {@link lengthMismatch} for numbers of bytes; `actual` can be a lower bound in words. */
export function lengthMismatchOf(expected: number, actual: number | string): ClientError {
  return lengthMismatch(new RangeError(`${actual} bytes instead of ${expected}`));
}
