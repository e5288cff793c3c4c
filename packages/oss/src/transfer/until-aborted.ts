import { abortable } from "@credport/node";

/**
 * Items until the signal aborts; then rejects with its reason, however long the source takes for its next item. A source that is left
 * early is told so, and not waited for: it may never answer.
 */
export async function* untilAborted<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item, void, undefined> {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  try {
    for (;;) {
      signal.throwIfAborted();
      const next = await abortable(iterator.next(), signal);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}
