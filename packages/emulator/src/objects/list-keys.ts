import { compareBytes } from "../signatures/compare.js";

/** Which keys to list. */
export interface ListQuery {
  readonly prefix: string;
  readonly delimiter: string;
  /** Only what comes after this key or common prefix. */
  readonly after: string;
  /** How many keys and common prefixes together. */
  readonly limit: number;
}

/** One page of a listing. */
export interface KeyPage {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  /** The last key or common prefix listed, when there is more. */
  readonly next: string | undefined;
}

/** Lists keys, which must be sorted by their bytes. Keys that share a prefix up to the delimiter count as one. */
export function listKeys(sorted: readonly string[], query: ListQuery): KeyPage {
  const { prefix, delimiter, after, limit } = query;
  const keys: string[] = [];
  const commonPrefixes: string[] = [];
  let last = after;
  const start = maximum(after, prefix);
  let index = firstAfter(sorted, start, start !== after);
  while (index < sorted.length) {
    const key = sorted[index] ?? "";
    if (!key.startsWith(prefix)) break;
    const cut = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    const entry = cut < 0 ? key : key.slice(0, cut + delimiter.length);
    const isListed = cut >= 0 && entry === last;
    if (!isListed) {
      if (keys.length + commonPrefixes.length >= limit) return { keys, commonPrefixes, next: last };
      (cut < 0 ? keys : commonPrefixes).push(entry);
      last = entry;
    }
    index++;
  }
  return { keys, commonPrefixes, next: undefined };
}

function maximum(left: string, right: string): string {
  return compareBytes(left, right) >= 0 ? left : right;
}

/** The index of the first key after this one, or equal to it where `inclusive`. */
function firstAfter(sorted: readonly string[], key: string, inclusive: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = compareBytes(sorted[middle] ?? "", key);
    if (order < 0 || (order === 0 && !inclusive)) low = middle + 1;
    else high = middle;
  }
  return low;
}
