import { withoutSecrets } from "@credport/core/adapter";
import type { Call } from "./call.js";
import { ErrorAnswer } from "./error-answer.js";
import type { Attempt } from "./requester.js";
import { SendFailure } from "./send-failure.js";
import { isAuthenticationHeader } from "../accounts/account.js";
import { MaxComputeClientError } from "../errors/client-error.js";
import { isMaxComputeError } from "../errors/maxcompute-error.js";
import { readError, type ParsedError } from "../errors/parse-error.js";
import { MaxComputeServiceError } from "../errors/service-error.js";

/** Why an attempt failed: an answer of the service, or none. `error` is what the caller gets if nothing else is tried. */
export type AttemptFailure =
  | {
      readonly kind: "answer";
      readonly parsed: ParsedError;
      readonly error: MaxComputeServiceError;
      /** The answer's `Date` header. */
      readonly date: string | undefined;
      readonly receivedAt: number;
    }
  | { readonly kind: "network"; readonly failure: SendFailure; readonly error: MaxComputeClientError };

/** Makes sense of what an attempt threw. Throws what no further attempt can change, redirects among it. */
export function failureOf(error: unknown, call: Call, attempt: Attempt): AttemptFailure {
  if (isMaxComputeError(error)) throw error;
  if (!(error instanceof ErrorAnswer))
    return networkFailure(SendFailure.from(error, new URL(attempt.request.url).host), call);
  const { response, body, receivedAt } = error;
  if (response.status >= 300 && response.status <= 399) throw redirect(response.headers["location"], call, attempt);
  const { parsed, recognized } = readError({ status: response.status, headers: response.headers, body });
  const secrets = secretsOf(attempt);
  const said = (text: string | null): string | null => (text === null ? null : withoutSecrets(text, secrets));
  const { code, requestId, hostId } = parsed;
  const shown = { ...parsed, code: said(code), requestId: said(requestId), hostId: said(hostId) };
  const message = recognized && parsed.message !== "" ? withoutSecrets(parsed.message, secrets) : undefined;
  return {
    kind: "answer",
    parsed,
    error: new MaxComputeServiceError(call.operation, shown, message),
    date: response.headers["date"],
    receivedAt,
  };
}

function networkFailure(failure: SendFailure, call: Call): AttemptFailure {
  const message = `${call.operation} failed: no answer from ${failure.host} (${failure.code})`;
  const error = new MaxComputeClientError({ code: failure.timedOut ? "TIMEOUT" : "NETWORK", message, cause: failure });
  return { kind: "network", failure, error };
}

function redirect(location: string | undefined, call: Call, attempt: Attempt): MaxComputeClientError {
  const target =
    location !== undefined && URL.canParse(location, attempt.request.url)
      ? new URL(location, attempt.request.url)
      : undefined;
  const message = `${call.operation}: the service answered with a redirect${target === undefined ? "" : ` to ${target.host}`}, which is never followed; check the endpoint`;
  return new MaxComputeClientError({ code: "UNEXPECTED_REDIRECT", message, host: target?.host });
}

/** What a server that repeats what it was sent must not put into an error: tokens, and signatures without what stands before them. */
function secretsOf({ request }: Attempt): string[] {
  return Object.entries(request.headers)
    .filter(([name]) => isAuthenticationHeader(name))
    .flatMap(([, value]) => value)
    .flatMap((value) => [value, value.slice(value.lastIndexOf(":") + 1)]);
}
