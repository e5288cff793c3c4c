/** How long, in ms, a nonce cannot be used again. Requests older than their timestamp allows are refused anyway. */
const NONCE_LIFETIME = 30 * 60_000;

/** Remembers which nonces were used. */
export class NonceRegister {
  readonly #used = new Map<string, number>();

  /** Notes a nonce as used at this time (ms). False when it was used before. */
  use(nonce: string, now: number): boolean {
    for (const [old, usedAt] of this.#used) {
      if (now - usedAt <= NONCE_LIFETIME) break;
      this.#used.delete(old);
    }
    if (this.#used.has(nonce)) return false;
    this.#used.set(nonce, now);
    return true;
  }
}
