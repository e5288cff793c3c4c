import {
  algorithmV4,
  canonicalRequestV4,
  effectiveAdditionalHeaders,
  unsignedPayload,
  type SigningContextV4,
} from "./canonical-request-v4.js";
import { scopeV4, signatureV4 } from "./signature-v4.js";
import { SigningCache } from "./signing-cache.js";
import { checkSigningContext, normalizeHeaders, signTime, type HeaderMap } from "./signing-context.js";

/**
 * Signs a request with V4 in its headers. Answers with all headers to send, names in lower case: those given, `authorization`,
 * `date`, `x-oss-date`, `x-oss-content-sha256` and, for a session, `x-oss-security-token`. Give it a cache of your own when you
 * sign more than once. Throws `SigningContextError`.
 */
export function signV4(context: SigningContextV4, cache: SigningCache = new SigningCache()): Record<string, string> {
  checkSigningContext(context);
  const headers = normalizeHeaders(context.request.headers);
  addSignatureV4(context, headers, cache);
  return Object.fromEntries(headers);
}

/** {@link signV4} for headers that are normalized already: adds to them what the signature is and needs. */
export function addSignatureV4(context: SigningContextV4, headers: HeaderMap, cache: SigningCache): void {
  checkSigningContext(context);
  const { accessKeyId, securityToken } = context.credentials;
  const instant = cache.instant(signTime(context, headers));
  const scope = scopeV4(context, instant);
  headers.set("x-oss-date", instant.stamp);
  headers.set("date", instant.httpDate);
  headers.set("x-oss-content-sha256", unsignedPayload);
  if (securityToken) headers.set("x-oss-security-token", securityToken);
  const additional = effectiveAdditionalHeaders(context.additionalHeaders, headers);
  const canonical = canonicalRequestV4(context, headers, context.request.query, additional);
  const signature = signatureV4(context, instant, scope, canonical, cache);
  const named = additional.length > 0 ? `,AdditionalHeaders=${additional.join(";")}` : "";
  headers.set("authorization", `${algorithmV4} Credential=${accessKeyId}/${scope}${named},Signature=${signature}`);
}
