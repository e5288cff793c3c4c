import { allowManyListeners } from "@credport/node";

/** Waits for work, but no longer than until the signal aborts: then rejects with its reason, whatever the work listens to. */
export function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  allowManyListeners(signal);
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    const settled = (): void => signal.removeEventListener("abort", abort);
    work.then(resolve, reject).then(settled, settled);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
}
