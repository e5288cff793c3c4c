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
  for (;;) {
    const page = await readPage(marker);
    yield* page.items;
    if (page.marker === null) return;
    if (page.marker === marker)
      throw invalidResponse(`${operation}: the service repeated the marker of the page before`);
    marker = page.marker;
  }
}
