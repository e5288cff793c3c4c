import { invalidResponse } from "../errors/client-error.js";

/** One page of a list. */
export interface Page<T> {
  /** Where the next page starts; `null` on the last. */
  readonly marker: string | null;
  readonly items: readonly T[];
}

/** All items of a list, page by page. Throws `INVALID_RESPONSE` when the service repeats a marker, which would never end. */
export async function* listAll<T>(
  operation: string,
  readPage: (marker: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<T, void, undefined> {
  let marker: string | undefined;
  const seen = new Set<string>();
  for (;;) {
    const page = await readPage(marker);
    yield* page.items;
    if (page.marker === null) return;
    if (seen.has(page.marker)) throw invalidResponse(`${operation}: the service repeated a marker`);
    seen.add(page.marker);
    marker = page.marker;
  }
}
