import { allowManyListeners } from "./allow-many-listeners.js";

/**
 * Waits for work, but no longer than until the signal aborts: then rejects with its reason, whatever the work listens to. Leaves
 * no listener behind.
 */
export function abortable<T>(work: PromiseLike<T> | T, signal: AbortSignal | undefined): Promise<T> {
  const promise = Promise.resolve(work);
  if (signal === undefined) return promise;
  allowManyListeners(signal);
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    const settled = (): void => signal.removeEventListener("abort", abort);
    promise.then(resolve, reject).then(settled, settled);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
}
