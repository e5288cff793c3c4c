import { createHmac } from "node:crypto";
import { HmacSha256Key } from "./hmac-sha256-key.js";
import { formatHttpDate, formatStamp } from "./sign-time.js";

/** More entries than any client needs at once: a day, a region, a product, and two keys during a rotation. */
const maximumSize = 16;

/** An instant as signatures write it. */
export interface SignInstant {
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly stamp: string;
  /** The stamp's first 8 characters. */
  readonly day: string;
  readonly httpDate: string;
}

/**
 * What V4 signatures of one client have in common: signing keys, each derived by four HMACs and good for a day, and the second
 * they are made in. Keep one per client.
 */
export class SigningCache {
  readonly #keys = new Map<string, HmacSha256Key>();
  #second = NaN;
  #instant: SignInstant = { stamp: "", day: "", httpDate: "" };

  /** The signing key for a secret and a scope. The oldest one known is forgotten first. */
  key(secret: string, day: string, region: string, product: string): HmacSha256Key {
    const name = `${day}/${region}/${product}/${secret}`;
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const key = deriveSigningKey(secret, day, region, product);
    const [oldest] = this.#keys.keys();
    if (this.#keys.size >= maximumSize && oldest !== undefined) this.#keys.delete(oldest);
    this.#keys.set(name, key);
    return key;
  }

  /** The texts of an instant in ms since the epoch, to the second. */
  instant(time: number): SignInstant {
    const second = Math.floor(time / 1000);
    if (second !== this.#second) {
      const stamp = formatStamp(time);
      this.#instant = { stamp, day: stamp.slice(0, 8), httpDate: formatHttpDate(time) };
      this.#second = second;
    }
    return this.#instant;
  }
}

function deriveSigningKey(secret: string, day: string, region: string, product: string): HmacSha256Key {
  const steps = [day, region, product, "aliyun_v4_request"];
  const start = Buffer.from(`aliyun_v4${secret}`);
  return new HmacSha256Key(steps.reduce((key, step) => createHmac("sha256", key).update(step).digest(), start));
}
