import {
  algorithmV4,
  canonicalRequestV4,
  effectiveAdditionalHeaders,
  unsignedPayload,
  type SigningContextV4,
} from "./canonical-request-v4.js";
import { formatHttpDate } from "./sign-time.js";
import { scopeV4, signatureV4 } from "./signature-v4.js";
import { checkSigningContext, normalizeHeaders, signTime } from "./signing-context.js";
import type { SigningKeyCache } from "./signing-key-cache.js";

/**
 * Signs a request with V4 in its headers. Answers with all headers to send, names in lower case: those given, `authorization`,
 * `date`, `x-oss-date`, `x-oss-content-sha256` and, for a session, `x-oss-security-token`. Throws `SigningContextError`.
 */
export function signV4(context: SigningContextV4, keys?: SigningKeyCache): Record<string, string> {
  checkSigningContext(context);
  const headers = normalizeHeaders(context.request.headers);
  const { accessKeyId, securityToken } = context.credentials;
  const time = signTime(context, headers);
  const scope = scopeV4(context, time);
  headers["x-oss-date"] = scope.stamp;
  headers["date"] = formatHttpDate(time);
  headers["x-oss-content-sha256"] = unsignedPayload;
  if (securityToken) headers["x-oss-security-token"] = securityToken;
  const additional = effectiveAdditionalHeaders(context.additionalHeaders, headers);
  const canonical = canonicalRequestV4(context, headers, context.request.query ?? {}, additional);
  const signature = signatureV4(context, scope, canonical, keys);
  const named = additional.length > 0 ? `,AdditionalHeaders=${additional.join(";")}` : "";
  headers["authorization"] = `${algorithmV4} Credential=${accessKeyId}/${scope.text}${named},Signature=${signature}`;
  return headers;
}
