import { createHmac } from "node:crypto";

/** Derives the key of one day, region and service from a secret: the HMAC chain of the signature, without a prefix. */
export function deriveSigningKey(accessKeySecret: string, day: string, region: string, service: string): Buffer {
  let key: string | Buffer = accessKeySecret;
  for (const part of [day, region, service]) key = createHmac("sha256", key).update(part).digest();
  return createHmac("sha256", key).update("request").digest();
}

/** Gives the signing key for a secret and a scope. */
export type SigningKeySource = typeof deriveSigningKey;

const capacity = 32;

/** Remembers the keys of the newest scopes, so that a stream of calls derives each once a day and per rotation. */
export function signingKeyCache(): SigningKeySource {
  const entries = new Map<string, { readonly secret: string; readonly key: Buffer }>();
  return (secret, day, region, service) => {
    const scope = `${day}/${region}/${service}`;
    const known = entries.get(scope);
    if (known?.secret === secret) return known.key;
    const key = deriveSigningKey(secret, day, region, service);
    entries.delete(scope);
    entries.set(scope, { secret, key });
    const oldest = entries.size > capacity ? entries.keys().next().value : undefined;
    if (oldest !== undefined) entries.delete(oldest);
    return key;
  };
}
