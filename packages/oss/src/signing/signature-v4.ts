import { createHash, createHmac } from "node:crypto";
import { algorithmV4, type SigningContextV4 } from "./canonical-request-v4.js";
import { formatStamp } from "./sign-time.js";
import { SigningContextError } from "./signing-context.js";
import { SigningKeyCache } from "./signing-key-cache.js";

/** Where and when a V4 signature is valid. */
export interface ScopeV4 {
  readonly stamp: string;
  readonly day: string;
  readonly product: string;
  /** `day/region/product/aliyun_v4_request`. */
  readonly text: string;
}

/** The scope of a signature made at `time`. Throws when the region is empty, which the service would refuse. */
export function scopeV4(context: SigningContextV4, time: number): ScopeV4 {
  if (!context.region) {
    throw new SigningContextError(
      "SigningContext.Region is empty: signature V4 needs the option `region` (or a cloud box id).",
    );
  }
  const stamp = formatStamp(time);
  const day = stamp.slice(0, 8);
  const product = context.product ?? "oss";
  return { stamp, day, product, text: `${day}/${context.region}/${product}/aliyun_v4_request` };
}

/** The V4 signature over a canonical request, in lower-case hex. */
export function signatureV4(
  context: SigningContextV4,
  scope: ScopeV4,
  canonicalRequest: string,
  keys: SigningKeyCache = new SigningKeyCache(),
): string {
  const key = keys.get(context.credentials.accessKeySecret, scope.day, context.region, scope.product);
  const digest = createHash("sha256").update(canonicalRequest).digest("hex");
  return createHmac("sha256", key).update(`${algorithmV4}\n${scope.stamp}\n${scope.text}\n${digest}`).digest("hex");
}
