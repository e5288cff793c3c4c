/**
 * Tells Node not to warn of a leak at the eleventh listener of a signal, as `fetch` does: one signal may end many requests or waits
 * at once. Call it before listening to a signal that a caller passed.
 */
export function allowManyListeners(signal: AbortSignal): void {
  try {
    process.getBuiltinModule("node:events").setMaxListeners(0, signal);
  } catch {
    // Not a signal of Node's own: it does not count.
  }
}
