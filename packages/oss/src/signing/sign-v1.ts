import { formatHttpDate } from "./sign-time.js";
import { signatureV1, stringToSignV1, type SigningContextV1 } from "./signature-v1.js";
import type { HeaderList } from "./header-list.js";
import { checkSigningContext, normalizeHeaders, signTime } from "./signing-context.js";

/**
 * Signs a request with the older V1 in its headers. Answers with all headers to send, names in lower case: those given,
 * `authorization`, `date` and, for a session, `x-oss-security-token`. Throws `SigningContextError`.
 */
export function signV1(context: SigningContextV1): Record<string, string> {
  checkSigningContext(context);
  const headers = normalizeHeaders(context.request.headers);
  addSignatureV1(context, headers);
  return headers.toObject();
}

/** {@link signV1} for headers that are normalized already: adds to them what the signature is and needs. */
export function addSignatureV1(context: SigningContextV1, headers: HeaderList): void {
  checkSigningContext(context);
  const { accessKeyId, securityToken } = context.credentials;
  const date = formatHttpDate(signTime(context, headers));
  headers.setAscii("date", date);
  if (securityToken) headers.set("x-oss-security-token", securityToken);
  const stringToSign = stringToSignV1(context, headers, context.request.query ?? {}, date);
  headers.set("authorization", `OSS ${accessKeyId}:${signatureV1(context, stringToSign)}`);
}
