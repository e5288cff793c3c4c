/** Part of a body: from `start` up to, not including, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a `Range` header for a body of this size. `undefined` means the whole body: there is no range, or not one of the
 * forms served (several ranges, another unit). An impossible range is `"unsatisfiable"`.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | "unsatisfiable" | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (match === null) return undefined;
  const [, first = "", last = ""] = match;
  if (first === "" && last === "") return undefined;
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "unsatisfiable" : { start: size - length, end: size };
  }
  const start = Number(first);
  if (last !== "" && Number(last) < start) return undefined;
  if (start >= size) return "unsatisfiable";
  return { start, end: last === "" ? size : Math.min(Number(last) + 1, size) };
}

/** True when a range ends inside a body of this size, as it says. */
export function isWithin(header: string, size: number): boolean {
  const last = /\d-(\d+)$/.exec(header)?.[1];
  return last === undefined || Number(last) < size;
}
