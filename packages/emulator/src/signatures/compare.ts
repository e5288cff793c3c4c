import type { QueryItem } from "../http/query.js";

/** Orders texts by their UTF-8 bytes, as signatures do. (JavaScript's own order differs above U+FFFF.) */
export function compareBytes(left: string, right: string): number {
  return left === right ? 0 : Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** Orders items by name, then by value. */
export function compareItems(left: QueryItem, right: QueryItem): number {
  return compareBytes(left[0], right[0]) || compareBytes(left[1], right[1]);
}
