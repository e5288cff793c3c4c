import { CredentialsError, type HttpResponse } from "@credport/core";
import { parseRetryAfter } from "@credport/node";
import { answeredFailure } from "./answered-code.js";

/** The error for an answer that is not 200: status, vendor code and request id, in the message too, and nothing more. */
export function statusError(response: HttpResponse, service: string, now: number): CredentialsError {
  const { code, requestId } = answeredFailure(response);
  return new CredentialsError({
    code: "HTTP_STATUS",
    message: describeFailure(service, response.status, code, requestId),
    httpStatus: response.status,
    vendorCode: code,
    requestId,
    retryAfter: parseRetryAfter(response.headers["retry-after"], now),
  });
}

/** A failed answer in words: who, status, code and request id. */
export function describeFailure(
  service: string,
  status: number,
  code: string | undefined,
  requestId: string | undefined,
): string {
  const shown = code === undefined ? "" : ` ${code}`;
  return `${service} answered ${String(status)}${shown}${requestId === undefined ? "" : ` (request ${requestId})`}`;
}
