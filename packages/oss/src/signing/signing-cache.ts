import { createHmac } from "node:crypto";
import { hmacSigner, type TextSigner } from "@credport/node";
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

/** What signs on one day, in one region, for one product. */
export interface SigningKey {
  /** `day/region/product/aliyun_v4_request`. */
  readonly scope: string;
  readonly sign: TextSigner;
}

/** A key and what it was derived from. */
interface KnownKey extends SigningKey {
  readonly secret: string;
  readonly day: string;
  readonly region: string;
  readonly product: string;
}

/**
 * What V4 signatures of one client have in common: signing keys, each derived by four HMACs and good for a day, and the second
 * they are made in. Keep one per client.
 */
export class SigningCache {
  /** The last one used stands first. */
  readonly #keys: KnownKey[] = [];
  #second = NaN;
  #instant: SignInstant = { stamp: "", day: "", httpDate: "" };

  /** The signing key for a secret and a scope. The one unused for longest is forgotten first. */
  key(secret: string, day: string, region: string, product: string): SigningKey {
    const keys = this.#keys;
    for (let index = 0; index < keys.length; index++) {
      const known = keys[index];
      if (known?.secret !== secret || known.day !== day || known.region !== region || known.product !== product)
        continue;
      if (index > 0) keys.unshift(...keys.splice(index, 1));
      return known;
    }
    const key = deriveSigningKey(secret, day, region, product);
    keys.unshift(key);
    keys.length = Math.min(keys.length, maximumSize);
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

function deriveSigningKey(secret: string, day: string, region: string, product: string): KnownKey {
  const steps = [day, region, product, "aliyun_v4_request"];
  const start = Buffer.from(`aliyun_v4${secret}`);
  const key = steps.reduce((previous, step) => createHmac("sha256", previous).update(step).digest(), start);
  return { secret, day, region, product, scope: steps.join("/"), sign: hmacSigner("sha256", key) };
}
