/** Milliseconds since the epoch, by the system's clock: adapters have no host. */
export const ambientNow = (): number => Date.now();
