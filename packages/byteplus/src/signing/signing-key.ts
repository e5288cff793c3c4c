import { createHmac } from "node:crypto";
import type { TextSigner } from "@credport/node";
import { credentialScope, type SigningScope } from "./scope.js";

/** Derives the key of one day, region and service from a secret: the HMAC chain of the signature, without a prefix. */
export function deriveSigningKey(accessKeySecret: string, day: string, region: string, service: string): Buffer {
  let key: string | Buffer = accessKeySecret;
  for (const part of [day, region, service]) key = createHmac("sha256", key).update(part).digest();
  return createHmac("sha256", key).update("request").digest();
}

/** A derived key, ready to sign in its scope. */
export interface SigningKey {
  /** As it stands in the credential and in the string to sign. */
  readonly scope: string;
  readonly sign: TextSigner;
}

/** The key for a secret, a day and a scope, for one signature. */
export function freshSigningKey(accessKeySecret: string, day: string, { region, service }: SigningScope): SigningKey {
  const key = deriveSigningKey(accessKeySecret, day, region, service);
  return {
    scope: credentialScope(day, { region, service }),
    sign: (text) => createHmac("sha256", key).update(text).digest("hex"),
  };
}

/** Gives the key for a secret, a day and a scope. */
export type SigningKeySource = typeof freshSigningKey;
