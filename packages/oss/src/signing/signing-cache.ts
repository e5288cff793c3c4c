import { oncePerSecond, SigningKeys, type SigningKey } from "@credport/node";
import { formatHttpDate, formatStamp } from "./sign-time.js";

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
  readonly #keys = new SigningKeys({
    prefix: "aliyun_v4",
    terminator: "aliyun_v4_request",
    digest: "sha256",
    encoding: "hex",
  });
  readonly #instant = oncePerSecond((time): SignInstant => {
    const stamp = formatStamp(time);
    return { stamp, day: stamp.slice(0, 8), httpDate: formatHttpDate(time) };
  });

  /** The signing key for a secret and a scope. */
  key(secret: string, day: string, region: string, product: string): SigningKey {
    return this.#keys.get(secret, day, region, product);
  }

  /** The texts of an instant in ms since the epoch, to the second. */
  instant(time: number): SignInstant {
    return this.#instant(time);
  }
}
