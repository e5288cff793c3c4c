/** How a listing with several entries to a key is cut into pages. */
export interface EntryQuery {
  readonly prefix: string;
  readonly delimiter: string;
  /** The key, or common prefix, that the page before ended with. */
  readonly marker: string;
  /** How many entries and common prefixes together. */
  readonly limit: number;
}

/** One page of a listing with several entries to a key. */
export interface EntryPage<Entry> {
  readonly entries: readonly Entry[];
  readonly commonPrefixes: readonly string[];
  /** The last entry or common prefix listed, when there is more. */
  readonly last: Entry | string | undefined;
}

/**
 * Cuts a page out of the entries that come after the one before, which are sorted. Those of one common prefix count as one, and
 * not at all where the marker is that prefix.
 */
export function listEntries<Entry extends { readonly key: string }>(
  following: readonly Entry[],
  { prefix, delimiter, marker, limit }: EntryQuery,
): EntryPage<Entry> {
  const found = following.filter((entry) => entry.key.startsWith(prefix));
  const listed = new Set(found.map((entry) => commonPrefix(entry.key, prefix, delimiter) ?? entry));
  listed.delete(marker);
  const page = [...listed].slice(0, limit);
  return {
    entries: page.filter((item) => typeof item !== "string"),
    commonPrefixes: page.filter((item) => typeof item === "string"),
    last: listed.size > page.length ? page.at(-1) : undefined,
  };
}

/** What a key has in common with others up to the delimiter. */
function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  const cut = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
  return cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
}
