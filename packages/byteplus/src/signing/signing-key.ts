import { deriveSigningKey as deriveKey, type SigningScheme } from "@credport/node";

/** How BytePlus and Volcengine derive keys and sign: the chain begins with the bare secret. */
export const signingScheme: SigningScheme = { prefix: "", terminator: "request", digest: "sha256", encoding: "hex" };

/** Derives the key of one day, region and service from a secret: the HMAC chain of the signature, without a prefix. */
export function deriveSigningKey(accessKeySecret: string, day: string, region: string, service: string): Buffer {
  return deriveKey(accessKeySecret, [day, region, service, signingScheme.terminator]);
}
