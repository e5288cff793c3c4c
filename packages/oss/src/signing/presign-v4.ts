import {
  algorithmV4,
  canonicalRequestV4,
  effectiveAdditionalHeaders,
  signedResource,
  type SigningContextV4,
} from "./canonical-request-v4.js";
import { encodePath, encodeQuery } from "./percent-encoding.js";
import { signatureV4, signingKeyV4 } from "./signature-v4.js";
import { checkSigningContext, normalizeHeaders, signTime } from "./signing-context.js";
import { SigningCache } from "./signing-cache.js";

/** Validity of a presigned URL when the caller names none: 15 minutes, in ms. */
export const defaultPresignValidity: number = 15 * 60 * 1000;

/**
 * Signs a request with V4 in its query. Answers with all query items of the URL. `expiration` is in ms since the epoch, default
 * 15 minutes after the sign time. Throws `SigningContextError`.
 */
export function presignV4(
  context: SigningContextV4,
  expiration?: number,
  cache: SigningCache = new SigningCache(),
): Record<string, string> {
  checkSigningContext(context);
  const headers = normalizeHeaders(context.request.headers);
  const { accessKeyId, securityToken } = context.credentials;
  const time = signTime(context, headers);
  const instant = cache.instant(time);
  const key = signingKeyV4(context, instant, cache);
  const additional = effectiveAdditionalHeaders(context.additionalHeaders, headers);
  const query: Record<string, string> = {};
  for (const [name, value] of Object.entries(context.request.query ?? {})) {
    if (value !== undefined) query[name] = value;
  }
  if (securityToken) query["x-oss-security-token"] = securityToken;
  query["x-oss-signature-version"] = algorithmV4;
  query["x-oss-date"] = instant.stamp;
  query["x-oss-expires"] = String(validitySeconds(time, expiration ?? time + defaultPresignValidity));
  query["x-oss-credential"] = `${accessKeyId}/${key.scope}`;
  if (additional.length > 0) query["x-oss-additional-headers"] = additional.join(";");
  const path = encodePath(signedResource(context.bucket, context.key));
  const target = { method: context.request.method, path, query: encodeQuery(query) };
  query["x-oss-signature"] = signatureV4(key, instant, canonicalRequestV4(target, headers, additional));
  return query;
}

/** Whole seconds between two instants in ms, counted from the second that the stamp names. */
function validitySeconds(time: number, expiration: number): number {
  return Math.floor(expiration / 1000) - Math.floor(time / 1000);
}
