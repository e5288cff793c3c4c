import { SigningKeys, type SigningKey } from "@credport/node";

/** What a V4 signature is limited to. */
export interface SigningScope {
  /** UTC day, `YYYYMMDD`. */
  readonly day: string;
  readonly region: string;
  readonly corporation: string;
}

/** The UTC day of an instant as `YYYYMMDD`. */
export function utcDay(at: Date): string {
  return String(at.getUTCFullYear() * 10_000 + (at.getUTCMonth() + 1) * 100 + at.getUTCDate());
}

/** Keeps derived V4 keys, each found again by everything it was derived from. One per account, so that no two share keys. */
export class SigningKeyCache {
  #corporation = "";
  #keys: SigningKeys | undefined;

  /** The signing key of a secret and scope. */
  get(accessKeySecret: string, { day, region, corporation }: SigningScope): SigningKey {
    if (this.#keys === undefined || this.#corporation !== corporation) {
      this.#keys = keysOf(corporation);
      this.#corporation = corporation;
    }
    return this.#keys.get(accessKeySecret, day, region, "odps");
  }
}

/** The chain is one of SHA-256, what signs in the end is SHA-1. */
function keysOf(corporation: string): SigningKeys {
  return new SigningKeys({
    prefix: `${corporation}_v4`,
    terminator: `${corporation}_v4_request`,
    digest: "sha1",
    encoding: "base64",
  });
}
