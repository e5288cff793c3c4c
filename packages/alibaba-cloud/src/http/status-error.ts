import { CredentialsError, type HttpResponse } from "@credport/core";
import { textMember, tryParseJson } from "./parse-answer.js";

/** What a vendor may say about a failure: its own code and the request's id. Everything else of a body stays out of errors. */
export interface FailureFields {
  readonly vendorCode?: string;
  readonly requestId?: string;
}

/** Values outside this are dropped: an error code or request id never looks otherwise. */
const harmless = /^[A-Za-z0-9._-]{1,128}$/;

/** The allow-listed fields of a failure's JSON body. Lower-case first letters and OAuth's `error` occur. */
export function failureFields(response: HttpResponse): FailureFields {
  const body = tryParseJson(response.text());
  const vendorCode =
    textMember(body, "Code") ?? textMember(body, "code") ?? textMember(body, "ErrorCode") ?? textMember(body, "error");
  const requestId =
    textMember(body, "RequestId") ?? textMember(body, "requestId") ?? response.headers["x-acs-request-id"];
  return {
    ...(vendorCode !== undefined && harmless.test(vendorCode) ? { vendorCode } : {}),
    ...(requestId !== undefined && harmless.test(requestId) ? { requestId } : {}),
  };
}

/** The error for an answer that is not 200: status, vendor code and request id, in the message too, and nothing more. */
export function statusError(response: HttpResponse, service: string, now: number): CredentialsError {
  const { vendorCode, requestId } = failureFields(response);
  return new CredentialsError({
    code: "HTTP_STATUS",
    message: [
      `${service} answered ${String(response.status)}`,
      vendorCode === undefined ? "" : ` ${vendorCode}`,
      requestId === undefined ? "" : ` (request ${requestId})`,
    ].join(""),
    httpStatus: response.status,
    vendorCode,
    requestId,
    retryAfter: retryAfter(response.headers["retry-after"], now),
  });
}

/** A `Retry-After` header, seconds or a date, in ms from now. */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const milliseconds = /^\s*\d{1,9}\s*$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return milliseconds >= 0 ? milliseconds : undefined;
}
