import { configInvalid } from "../errors/config-invalid.js";

/** The instant of an optional expiration in ms since the epoch. Throws `CONFIG_INVALID` for anything but a valid `Date`. */
export function expirationTime(expiration: Date | undefined, source: string): number | undefined {
  if (expiration === undefined) return undefined;
  const time = expiration instanceof Date ? expiration.getTime() : NaN;
  if (Number.isNaN(time)) throw configInvalid("expiration", "a valid Date", source);
  return time;
}

/**
 * Gives credentials their `expiration`: a fresh `Date` at each read, since a `Date` cannot be frozen and a caller could move it.
 */
export function defineExpiration(target: { readonly expiration?: Date }, time: number | undefined): void {
  if (time === undefined) return;
  Object.defineProperty(target, "expiration", { get: () => new Date(time), enumerable: true });
}

/** When credentials stop working, in ms since the epoch; `Infinity` for those that do not. */
export function expiryOf(credentials: { readonly expiration?: Date }): number {
  return credentials.expiration?.getTime() ?? Infinity;
}
