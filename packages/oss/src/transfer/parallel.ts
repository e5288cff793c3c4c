import { setMaxListeners } from "node:events";
import { CanceledError } from "../errors/canceled-error.js";
import { untilAborted } from "./until-aborted.js";

/** Runs a worker over items, a few at a time, in order. The first failure stops the rest, and is thrown when all have ended. */
export async function parallel<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  limit: number,
  signal: AbortSignal | undefined,
  work: (item: Item, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  // One listener for each piece of work is no leak.
  setMaxListeners(0, stop.signal);
  const forward = (): void => stop.abort(signal?.reason);
  if (signal?.aborted === true) forward();
  signal?.addEventListener("abort", forward, { once: true });
  let failure: { readonly reason: unknown } | undefined;
  const running = new Set<Promise<void>>();
  const fail = (reason: unknown): void => {
    failure ??= { reason };
    stop.abort(reason);
  };
  try {
    for await (const item of untilAborted(items, stop.signal)) {
      const task = work(item, stop.signal)
        .catch(fail)
        .finally(() => running.delete(task));
      running.add(task);
      if (running.size >= limit) await Promise.race(running);
    }
  } catch (error) {
    // What stopped it is known already.
    if (!stop.signal.aborted) fail(error);
  } finally {
    await Promise.all(running);
    signal?.removeEventListener("abort", forward);
  }
  if (failure !== undefined) throw failure.reason;
  if (signal?.aborted === true) throw new CanceledError(signal.reason);
}
