import { formatHttpDate } from "./sign-time.js";
import { signatureV1, stringToSignV1, type SigningContextV1 } from "./signature-v1.js";
import { checkSigningContext, normalizeHeaders, signTime } from "./signing-context.js";

/**
 * Signs a request with the older V1 in its headers. Answers with all headers to send, names in lower case: those given,
 * `authorization`, `date` and, for a session, `x-oss-security-token`. Throws `SigningContextError`.
 */
export function signV1(context: SigningContextV1): Record<string, string> {
  checkSigningContext(context);
  const headers = normalizeHeaders(context.request.headers);
  const { accessKeyId, securityToken } = context.credentials;
  headers["date"] = formatHttpDate(signTime(context, headers));
  if (securityToken) headers["x-oss-security-token"] = securityToken;
  const stringToSign = stringToSignV1(context, headers, context.request.query ?? {}, headers["date"]);
  headers["authorization"] = `OSS ${accessKeyId}:${signatureV1(context, stringToSign)}`;
  return headers;
}
