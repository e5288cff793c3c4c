import { withoutSecrets } from "@credport/core/adapter";
import type { WireAnswer } from "../client/hooks.js";
import { retryAfterOf } from "../retry/retry-after.js";
import { isPassingAnswer } from "../retry/retryer.js";
import { isThrottleCode } from "../retry/throttle-codes.js";
import { isDeadCredentialCode } from "../signing/dead-credential.js";
import { BytePlusAuthError } from "./byteplus-auth-error.js";
import { BytePlusServiceError } from "./byteplus-service-error.js";
import { BytePlusThrottlingError } from "./byteplus-throttling-error.js";
import { readMetadata, readServerMessage, readWireError } from "./parse-wire-error.js";

/** What an error answer is read with. */
export interface AnswerErrorContext {
  readonly action: string;
  readonly service: string;
  readonly region: string;
  /** What the request was signed with; none of it may come back in an error. */
  readonly secrets: readonly string[];
  readonly throttleErrorCodes: ReadonlySet<string>;
}

const throttleStatuses: readonly number[] = [429, 502, 503, 504];
const authCodes: ReadonlySet<string> = new Set(["InvalidAccessKey", "SignatureDoesNotMatch", "InvalidTimestamp"]);

/**
 * The error an answer stands for; `undefined` for a success. A body with a code is an error at any status, 200 too. `body` is the
 * parsed one, `undefined` where it is no JSON.
 */
export function answerError(
  answer: WireAnswer,
  body: unknown,
  context: AnswerErrorContext,
): BytePlusServiceError | undefined {
  const { status, headers } = answer;
  const wire = readWireError(body);
  if (wire === undefined && status >= 200 && status < 300) return undefined;

  const metadata = readMetadata(body);
  const code = serverText(wire?.code, context.secrets) ?? "HttpError";
  const requestId = serverText(metadata.RequestId, context.secrets);
  const serverMessage = serverText(wire?.message ?? readServerMessage(body), context.secrets);
  const fields = {
    code,
    status,
    message: sentence({ code, requestId, serverMessage }, status, context),
    requestId,
    codeN: wire?.codeN,
    serverMessage,
    action: context.action,
    service: context.service,
    region: context.region,
    logId: headers["x-tt-logid"],
    body: status >= 400 && context.service !== "sts" ? keptBody(answer.text, context.secrets) : undefined,
  };
  if (isThrottleCode(code) || context.throttleErrorCodes.has(code) || throttleStatuses.includes(status)) {
    const retryAfterMs = status === 429 || status === 503 ? retryAfterOf(headers) : undefined;
    return new BytePlusThrottlingError({ ...fields, retryable: true, retryAfterMs });
  }
  if (status === 401 || authCodes.has(code) || isDeadCredentialCode(code)) return new BytePlusAuthError(fields);
  const error = new BytePlusServiceError(fields);
  return isPassingAnswer(error) ? new BytePlusServiceError({ ...fields, retryable: true }) : error;
}

function sentence(
  said: { readonly code: string; readonly requestId: string | undefined; readonly serverMessage: string | undefined },
  status: number,
  { service, action }: AnswerErrorContext,
): string {
  const { code, requestId, serverMessage } = said;
  const request = requestId === undefined ? "" : ` (request ${requestId})`;
  const start = `${code}: ${service} ${action} answered ${status}${request}`;
  return serverMessage === undefined ? `${start}.` : `${start}: ${serverMessage}`;
}

const longestText = 500;

/** A text of the server's: one line of printable characters, without the request's secrets. */
function serverText(text: unknown, secrets: readonly string[]): string | undefined {
  if (typeof text !== "string") return undefined;
  return withoutSecrets(text, secrets)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .slice(0, longestText);
}

const keptBytes = 2_048;

/** The start of a body. Secrets go first: one that the cut runs through could not be found any more. */
function keptBody(text: string, secrets: readonly string[]): string {
  const bytes = Buffer.from(withoutSecrets(text, secrets), "utf8").subarray(0, keptBytes);
  return new TextDecoder().decode(bytes, { stream: true });
}
