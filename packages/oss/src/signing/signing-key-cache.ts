import { createHmac } from "node:crypto";

/** More entries than any client needs at once: a day, a region, a product, and two keys during a rotation. */
const maximumSize = 16;

/**
 * Derived V4 signing keys by secret, day, region and product. Deriving one costs four HMACs, and it is good for a day. Keep one
 * cache per client; it forgets the oldest key first.
 */
export class SigningKeyCache {
  readonly #keys = new Map<string, Buffer>();

  /** The key for a secret and a scope `day/region/product/aliyun_v4_request`. */
  get(secret: string, day: string, region: string, product: string): Buffer {
    const name = `${day}/${region}/${product}/${secret}`;
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const key = deriveSigningKey(secret, day, region, product);
    if (this.#keys.size >= maximumSize) {
      for (const oldest of this.#keys.keys()) {
        this.#keys.delete(oldest);
        break;
      }
    }
    this.#keys.set(name, key);
    return key;
  }
}

function deriveSigningKey(secret: string, day: string, region: string, product: string): Buffer {
  const steps = [day, region, product, "aliyun_v4_request"];
  return steps.reduce(
    (key, step) => createHmac("sha256", key).update(step).digest(),
    Buffer.from(`aliyun_v4${secret}`),
  );
}
