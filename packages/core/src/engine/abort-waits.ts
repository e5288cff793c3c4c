/** For each signal that is waited on: its one listener, and everyone the listener tells. */
export type AbortWaits = Map<AbortSignal, { readonly listener: () => void; readonly told: Set<() => void> }>;

/**
 * Waits for a promise or for a signal, whichever is first. `toError` makes the rejection out of the signal's reason; the promise
 * goes on either way. However many waits there are, a signal gets one listener, since Node warns of a leak at eleven, and after
 * the last it has none.
 */
export function raceAbort<T>(
  waits: AbortWaits,
  promise: Promise<T>,
  signal: AbortSignal | undefined,
  toError: (reason: unknown) => Error,
): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(toError(signal.reason));
    if (signal.aborted) abort();
    const { told, listener } = waits.get(signal) ?? listen(waits, signal);
    told.add(abort);
    promise.then(resolve, reject).finally(() => {
      told.delete(abort);
      if (told.size > 0) return;
      signal.removeEventListener("abort", listener);
      waits.delete(signal);
    });
  });
}

function listen(waits: AbortWaits, signal: AbortSignal): { listener: () => void; told: Set<() => void> } {
  const told = new Set<() => void>();
  const listener = (): void => told.forEach((tell) => tell());
  const wait = { listener, told };
  waits.set(signal, wait);
  signal.addEventListener("abort", listener, { once: true });
  return wait;
}
