import { hmacSigner } from "@credport/node";
import { credentialScope, formatSigningDate, type SigningScope } from "./scope.js";
import { deriveSigningKey, type SigningKey } from "./signing-key.js";

interface KnownKey extends SigningKey, SigningScope {
  readonly secret: string;
  readonly day: string;
}

const capacity = 32;

/** What one client remembers between two signatures: the keys used last, and the date of the current second. */
export class SigningMemory {
  /** The newest first. */
  readonly #keys: KnownKey[] = [];
  #second = Number.NaN;
  #date = "";

  /** An instant, in ms since the epoch, as the signature writes it. */
  date(now: number): string {
    const second = Math.floor(now / 1_000);
    if (second !== this.#second) {
      this.#date = formatSigningDate(new Date(now));
      this.#second = second;
    }
    return this.#date;
  }

  /** The key of a secret, a day and a scope: a stream of calls derives it once a day and once per rotation. */
  readonly key = (secret: string, day: string, { region, service }: SigningScope): SigningKey => {
    const known = this.#keys.find(
      (key) => key.service === service && key.day === day && key.secret === secret && key.region === region,
    );
    if (known !== undefined) return known;
    const sign = hmacSigner("sha256", deriveSigningKey(secret, day, region, service));
    const key = { secret, day, region, service, scope: credentialScope(day, { region, service }), sign };
    this.#keys.unshift(key);
    this.#keys.length = Math.min(this.#keys.length, capacity);
    return key;
  };
}
