import {
  algorithmV4,
  canonicalRequestV4,
  effectiveAdditionalHeaders,
  signedResource,
  unsignedPayload,
  type CanonicalTarget,
  type SigningContextV4,
} from "./canonical-request-v4.js";
import type { HeaderList } from "./header-list.js";
import { encodePath, encodeQuery } from "./percent-encoding.js";
import { signatureV4, signingKeyV4 } from "./signature-v4.js";
import { SigningCache } from "./signing-cache.js";
import { checkCredentials, checkSigningContext, normalizeHeaders, signTime } from "./signing-context.js";

/**
 * Signs a request with V4 in its headers. Answers with all headers to send, names in lower case: those given, `authorization`,
 * `date`, `x-oss-date`, `x-oss-content-sha256` and, for a session, `x-oss-security-token`. Give it a cache of your own when you
 * sign more than once. Throws `SigningContextError`.
 */
export function signV4(context: SigningContextV4, cache: SigningCache = new SigningCache()): Record<string, string> {
  checkSigningContext(context);
  const { request, bucket, key } = context;
  const headers = normalizeHeaders(request.headers);
  const path = encodePath(signedResource(bucket, key));
  const query = request.query === undefined ? "" : encodeQuery(request.query);
  addSignatureV4({ method: request.method, path, query }, headers, context, cache);
  return headers.toObject();
}

/** {@link signV4} for what is encoded and normalized already: adds to the headers what the signature is and needs. */
export function addSignatureV4(
  target: CanonicalTarget,
  headers: HeaderList,
  context: Omit<SigningContextV4, "request" | "bucket" | "key">,
  cache: SigningCache,
): void {
  checkCredentials(context);
  const { accessKeyId, securityToken } = context.credentials;
  const instant = cache.instant(signTime(context, headers));
  const key = signingKeyV4(context, instant, cache);
  headers.setAscii("x-oss-date", instant.stamp);
  headers.setAscii("date", instant.httpDate);
  headers.setAscii("x-oss-content-sha256", unsignedPayload);
  if (securityToken) headers.set("x-oss-security-token", securityToken);
  const additional = effectiveAdditionalHeaders(context.additionalHeaders, headers);
  const signature = signatureV4(key, instant, canonicalRequestV4(target, headers, additional));
  const named = additional.length > 0 ? `,AdditionalHeaders=${additional.join(";")}` : "";
  headers.set("authorization", `${algorithmV4} Credential=${accessKeyId}/${key.scope}${named},Signature=${signature}`);
}
