import { defaultPresignValidity } from "./presign-v4.js";
import { signatureV1, stringToSignV1, type SigningContextV1 } from "./signature-v1.js";
import { checkSigningContext, normalizeHeaders, signTime } from "./signing-context.js";

/**
 * Signs a request with the older V1 in its query. Answers with all query items of the URL. `expiration` is in ms since the
 * epoch, default 15 minutes after the sign time. Throws `SigningContextError`.
 */
export function presignV1(context: SigningContextV1, expiration?: number): Record<string, string> {
  checkSigningContext(context);
  const headers = normalizeHeaders(context.request.headers);
  const { accessKeyId, securityToken } = context.credentials;
  const expires = String(Math.floor((expiration ?? signTime(context, headers) + defaultPresignValidity) / 1000));
  const query: Record<string, string> = {};
  for (const [name, value] of Object.entries(context.request.query ?? {})) {
    if (value !== undefined) query[name] = value;
  }
  if (securityToken) query["security-token"] = securityToken;
  const signature = signatureV1(context, stringToSignV1(context, headers, query, expires));
  query["Expires"] = expires;
  query["OSSAccessKeyId"] = accessKeyId;
  query["Signature"] = signature;
  return query;
}
