import { CredentialsError, type HttpResponse } from "@credport/core";
import { readMetadata, readWireError } from "../errors/parse-wire-error.js";
import { retryAfterOf } from "../retry/retry-after.js";
import { parseJsonObject } from "./parse-json-object.js";
import { isPassingCode } from "./retries.js";

/** The error for an answer that is none: the status, the server's code and the request's id, and nothing else of the body. */
export function httpFailure(response: HttpResponse, service: string): CredentialsError {
  const body = parseJsonObject(response.text());
  const code = readWireError(body)?.code;
  return new CredentialsError({
    code: "HTTP_STATUS",
    message: `${service} answered ${response.status}.`,
    httpStatus: response.status,
    vendorCode: code,
    requestId: readMetadata(body).RequestId,
    retryAfter: retryAfterOf(response.headers),
    ...(code !== undefined && isPassingCode(code) ? { permanent: false } : {}),
  });
}
