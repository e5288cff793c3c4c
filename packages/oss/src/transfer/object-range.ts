import { invalidField } from "../errors/invalid-parameter-error.js";

/** A stretch of an object, `end` not included. */
export interface ObjectRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The stretch that a `Range` header means for an object of `size` bytes: `bytes=a-b`, `bytes=a-` or, the last n bytes,
 * `bytes=-n`. Throws `InvalidParameterError` for anything else, for an end before its start and for a start beyond the object.
 */
export function resolveRange(range: string | undefined, size: number): ObjectRange {
  if (!range) return { start: 0, end: size };
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  if (first === "" && last === "") throw invalidField("Range", "It is bytes=a-b, bytes=a- or bytes=-n.");
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size : Math.min(Number(last) + 1, size);
  if (end <= start && start < size) throw invalidField("Range", "It ends before it starts.");
  if (start >= size) throw invalidField("Range", `invalid range, object size :${size}, range: ${range}`);
  return { start, end };
}

/** What an answer says of the stretch it holds; the whole object when it says nothing. */
export function contentRange(header: string | undefined, contentLength: number): ObjectRange {
  const [, first, last] = /^bytes (\d+)-(\d+)\//.exec(header ?? "") ?? [];
  if (first === undefined || last === undefined) return { start: 0, end: contentLength };
  return { start: Number(first), end: Number(last) + 1 };
}
