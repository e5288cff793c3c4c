import type { QueryItem } from "../http/query.js";
import { percentEncode } from "./percent-encode.js";

/**
 * The query as signatures of version 4 write it: names and values percent-encoded, in the order of the encoded names,
 * then of the values. An item without a value is `name=`, or the bare name where `bareNames` says so.
 */
export function canonicalQuery(items: readonly QueryItem[], bareNames: boolean): string {
  if (items.length === 0) return "";
  return items
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
    .sort((left, right) => order(left[0], right[0]) || order(left[1], right[1]))
    .map(([name, value]) => (bareNames && value === "" ? name : `${name}=${value}`))
    .join("&");
}

/** Encoded text is ASCII, so comparing it compares its bytes. */
function order(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
