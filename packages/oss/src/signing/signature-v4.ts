import { hash } from "node:crypto";
import type { SigningKey } from "@credport/node";
import { algorithmV4, type SigningContextV4 } from "./canonical-request-v4.js";
import type { SigningCache, SignInstant } from "./signing-cache.js";
import { SigningContextError } from "./signing-context.js";

/** The key of a context on one day, with its scope. Throws for an empty region, which the service would refuse. */
export function signingKeyV4(
  { credentials, region, product = "oss" }: Pick<SigningContextV4, "credentials" | "region" | "product">,
  { day }: SignInstant,
  cache: SigningCache,
): SigningKey {
  if (region) return cache.key(credentials.accessKeySecret, day, region, product);
  throw new SigningContextError(
    "SigningContext.Region is empty: signature V4 needs the option `region` (or a cloud box id).",
  );
}

/** The V4 signature over a canonical request, in lower-case hex. */
export function signatureV4(key: SigningKey, { stamp }: SignInstant, canonicalRequest: string): string {
  return key.sign(key.head(algorithmV4, stamp), hash("sha256", canonicalRequest, "hex"));
}
