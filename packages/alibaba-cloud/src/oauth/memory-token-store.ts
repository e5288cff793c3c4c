import type { OAuthTokens, OAuthTokenStore } from "./oauth-tokens.js";

/** Keeps tokens for the life of the process and tells the owner about each renewal. */
export function memoryTokenStore(
  initial: OAuthTokens,
  onRenewed: ((tokens: OAuthTokens) => void | Promise<void>) | undefined,
): OAuthTokenStore {
  let held = initial;
  return {
    read: () => Promise.resolve(held),
    async renew(_context, renew) {
      const renewed = await renew(held);
      if (renewed !== undefined) {
        held = renewed;
        await onRenewed?.(renewed);
      }
      return held;
    },
    saveSession: () => Promise.resolve(),
  };
}
