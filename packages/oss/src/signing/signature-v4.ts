import { hash } from "node:crypto";
import { algorithmV4, type SigningContextV4 } from "./canonical-request-v4.js";
import type { SigningCache, SignInstant } from "./signing-cache.js";
import { SigningContextError } from "./signing-context.js";

/** The scope of a signature: `day/region/product/aliyun_v4_request`. Throws for an empty region, which the service would refuse. */
export function scopeV4({ region, product = "oss" }: SigningContextV4, { day }: SignInstant): string {
  if (region) return `${day}/${region}/${product}/aliyun_v4_request`;
  throw new SigningContextError(
    "SigningContext.Region is empty: signature V4 needs the option `region` (or a cloud box id).",
  );
}

/** The V4 signature over a canonical request, in lower-case hex. */
export function signatureV4(
  { credentials, region, product = "oss" }: SigningContextV4,
  { stamp, day }: SignInstant,
  scope: string,
  canonicalRequest: string,
  cache: SigningCache,
): string {
  const key = cache.key(credentials.accessKeySecret, day, region, product);
  return key.digest(`${algorithmV4}\n${stamp}\n${scope}\n${hash("sha256", canonicalRequest, "hex")}`);
}
