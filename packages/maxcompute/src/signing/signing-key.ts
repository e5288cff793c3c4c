import { createHmac } from "node:crypto";

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

/** The V4 signing key, derived step by step from the secret over day, region and service. */
export function deriveSigningKey(accessKeySecret: string, scope: SigningScope): Uint8Array {
  const steps = [scope.day, scope.region, "odps", `${scope.corporation}_v4_request`];
  let key: string | Uint8Array = `${scope.corporation}_v4${accessKeySecret}`;
  for (const step of steps) key = createHmac("sha256", key).update(step, "utf8").digest();
  return Buffer.from(key);
}

/** Keeps the last derived key, found again by everything it was derived from. One per account, so that no two share keys. */
export class SigningKeyCache {
  #secret = "";
  #scope: SigningScope = { day: "", region: "", corporation: "" };
  #key: Uint8Array = new Uint8Array(0);

  /** The signing key of a secret and scope. */
  get(accessKeySecret: string, scope: SigningScope): Uint8Array {
    const last = this.#scope;
    const same =
      this.#secret === accessKeySecret &&
      last.day === scope.day &&
      last.region === scope.region &&
      last.corporation === scope.corporation;
    if (!same) {
      this.#key = deriveSigningKey(accessKeySecret, scope);
      this.#secret = accessKeySecret;
      this.#scope = scope;
    }
    return this.#key;
  }
}
