import { configInvalid } from "../errors/config-invalid.js";

/**
 * Gives credentials their `expiration`: a fresh `Date` at each read, since a `Date` cannot be frozen and a caller could move it.
 * Throws `CONFIG_INVALID` for anything but a valid `Date`.
 */
export function defineExpiration(target: object, expiration: Date | undefined, source: string): void {
  if (expiration === undefined) return;
  const time = expiration instanceof Date ? expiration.getTime() : NaN;
  if (Number.isNaN(time)) throw configInvalid("expiration", "a valid Date", source);
  Object.defineProperty(target, "expiration", { get: () => new Date(time), enumerable: true });
}

/** When credentials stop working, in ms since the epoch; `Infinity` for those that do not. */
export function expiryOf(credentials: { readonly expiration?: Date }): number {
  return credentials.expiration?.getTime() ?? Infinity;
}
