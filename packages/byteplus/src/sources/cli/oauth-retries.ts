import {
  isCredentialsError,
  type CredentialsError,
  type Host,
  type HttpRequest,
  type HttpResponse,
} from "@credport/core";
import { httpFailure } from "../../http/http-failure.js";
import { textMember, parseJsonObject } from "../../http/parse-json-object.js";
import { pause } from "../../http/pause.js";
import { userAgent } from "../../http/user-agent.js";

/** What a login request needs of a load's context. */
export interface LoginContext {
  readonly host: Host;
  readonly signal: AbortSignal;
}

const attempts = 3;

/**
 * Sends a login request up to three times: 200 ms doubling to 2 s, and up to 100 ms more, after network errors, 408, 429 and
 * 5xx. Any status but 200 is thrown as `HTTP_STATUS`, with OAuth's `error` as its vendor code.
 */
export async function sendLoginRequest(
  context: LoginContext,
  request: HttpRequest,
  timeout: number,
  service: string,
): Promise<HttpResponse> {
  const { host, signal } = context;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await host.request({
        ...request,
        headers: { accept: "application/json", "user-agent": userAgent(host), ...request.headers },
        connectTimeout: timeout,
        readTimeout: timeout,
        signal,
      });
      if (response.status === 200) return response;
      throw loginFailure(response, service);
    } catch (error) {
      if (attempt === attempts || signal.aborted || !isPassing(error)) throw error;
    }
    await pause(context, Math.min(100 * 2 ** attempt, 2_000) + host.random() * 100);
  }
}

function loginFailure(response: HttpResponse, service: string): CredentialsError {
  const error = httpFailure(response, service);
  return error.vendorCode === undefined
    ? error.with({ vendorCode: textMember(parseJsonObject(response.text()), "error") })
    : error;
}

function isPassing(error: unknown): boolean {
  if (!isCredentialsError(error)) return false;
  if (error.code === "NETWORK" || error.code === "TIMEOUT") return true;
  const status = error.httpStatus ?? 0;
  return status === 408 || status === 429 || status >= 500;
}

/** Whether the token endpoint said that the refresh token is over. */
export function isInvalidGrant(error: unknown): error is CredentialsError {
  return isCredentialsError(error) && error.httpStatus === 400 && error.vendorCode === "invalid_grant";
}
