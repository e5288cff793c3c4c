import type { HmacDigest, HmacEncoding } from "./hmac-buffer.js";
import { hmacSigner, type TextSigner } from "./hmac.js";

/** More than a client needs at once: a few services and regions, and two secrets during a rotation. */
const capacity = 32;

/** How a vendor derives its keys, and what signs with them. */
export interface SigningScheme {
  /** Stands before the secret, where the chain of HMACs begins. */
  readonly prefix: string;
  /** Ends the chain, and the scope. */
  readonly terminator: string;
  /** The digest of the signature itself; the chain is always SHA-256. */
  readonly digest: HmacDigest;
  readonly encoding: HmacEncoding;
}

/** What signs on one day, in one region, for one service. */
export interface SigningKey {
  /** `day/region/service/terminator`. */
  readonly scope: string;
  readonly sign: TextSigner;
  /** The lines before a request's hash in what is signed: algorithm, time and scope. Made once per second. */
  readonly head: (algorithm: string, time: string) => string;
}

/** A key and what it was derived from. */
interface KnownKey extends SigningKey {
  readonly secret: string;
  readonly day: string;
  readonly region: string;
  readonly service: string;
}

/** A link of the chain after another, by HMAC-SHA256: the raw signing key. */
export function deriveSigningKey(start: string, links: readonly string[]): Buffer {
  // Not imported: Node's digests cost 3 ms, and a process that only reads its environment needs none.
  const { createHmac } = process.getBuiltinModule("node:crypto");
  return links.reduce((key, link) => createHmac("sha256", key).update(link).digest(), Buffer.from(start));
}

/**
 * The signing keys of one client, each derived by four HMACs once a day and once per rotation. The one unused for longest is
 * forgotten first, and with the first key of a new day those of the days before it, secrets and all.
 */
export class SigningKeys {
  readonly #scheme: SigningScheme;
  /** The last one used stands first. */
  #keys: KnownKey[] = [];

  constructor(scheme: SigningScheme) {
    this.#scheme = scheme;
  }

  /** The key for a secret on a day, `YYYYMMDD`, in a region, for a service. */
  get(secret: string, day: string, region: string, service: string): SigningKey {
    const keys = this.#keys;
    for (let index = 0; index < keys.length; index += 1) {
      const known = keys[index];
      if (known?.secret !== secret || known.day !== day || known.region !== region || known.service !== service)
        continue;
      if (index > 0) keys.unshift(...keys.splice(index, 1));
      return known;
    }
    const key = this.#derive(secret, day, region, service);
    this.#keys = [key, ...keys.filter((known) => known.day >= day)].slice(0, capacity);
    return key;
  }

  #derive(secret: string, day: string, region: string, service: string): KnownKey {
    const { prefix, terminator, digest, encoding } = this.#scheme;
    const links = [day, region, service, terminator];
    const sign = hmacSigner(digest, deriveSigningKey(`${prefix}${secret}`, links), encoding);
    const scope = links.join("/");
    return { secret, day, region, service, scope, sign, head: headMaker(scope) };
  }
}

function headMaker(scope: string): SigningKey["head"] {
  let last = { algorithm: "", time: "", head: "" };
  return (algorithm, time) => {
    if (last.time !== time || last.algorithm !== algorithm) {
      last = { algorithm, time, head: `${algorithm}\n${time}\n${scope}\n` };
    }
    return last.head;
  };
}
