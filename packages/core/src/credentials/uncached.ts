/** Shared by every copy of this package in one process. */
const uncached: unique symbol = Symbol.for("@credport/core/uncached");

/** Marks credentials that only the callers waiting for them may share (`cache: false`). */
export function markUncached(credentials: object): void {
  Object.defineProperty(credentials, uncached, { value: true });
}

/** Whether credentials were made with `cache: false`. */
export function isUncached(credentials: object): boolean {
  return uncached in credentials;
}
