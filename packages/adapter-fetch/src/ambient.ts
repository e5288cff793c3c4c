/** The system's fetch and clock: the defaults of this adapter, looked up at each call so that a test's stand-in is seen. */
export const ambientFetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init);

/** Milliseconds since the epoch, by the system's clock. */
export const ambientNow = (): number => Date.now();
