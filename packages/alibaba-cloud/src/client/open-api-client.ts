import {
  CredentialsError,
  type AccessKeyCredentials,
  type Credentials,
  type CredentialsProvider,
  type Host,
  type HttpResponse,
  type SignableRequest,
} from "@credport/core";
import { parseRetryAfter } from "@credport/node";
import { answeredFailure } from "../http/answered-code.js";
import { textMember, tryParseJson } from "../http/parse-answer.js";
import { send } from "../http/send.js";
import { describeFailure } from "../http/status-error.js";
import { checkOptionNames, configInvalid, countOption, textOption } from "../options/check-options.js";
import { httpLimits, httpOptionNames, type HttpLimits, type HttpOptions } from "../options/http-options.js";
import { useHost, type HostInUse } from "../options/use-host.js";
import { acs3Signer } from "../signing/acs3-signer.js";
import { isDeadCredential } from "../signing/dead-credential.js";
import { rpcSigner } from "../signing/rpc-signer.js";
import { endpointUrl } from "../sts/sts-endpoint.js";
import { bearerSigner } from "../signing/bearer-signer.js";
import { buildRequest } from "./build-request.js";
import type { OpenApiAnswer, OpenApiCall } from "./open-api-call.js";
import { OpenApiError } from "./open-api-error.js";
import { isRepeatable, retryDelay } from "./retry.js";

/** Options of {@link OpenApiClient}. */
export interface OpenApiClientOptions<C extends Credentials = AccessKeyCredentials> extends HttpOptions {
  /** Read anew for each attempt. */
  readonly provider: CredentialsProvider<C>;
  /** Host of the product, e.g. `ecs.cn-beijing.aliyuncs.com`. https, but for `http://` before an IP address or `localhost`. */
  readonly endpoint: string;
  /** Version of the product's API, e.g. `2014-05-26`. */
  readonly version: string;
  /** `acs3` (ACS3-HMAC-SHA256, the default) or `rpc` (HMAC-SHA1), which knows RPC style only. */
  readonly signature?: "acs3" | "rpc" | undefined;
  /** Attempts in all. Default 3. */
  readonly maxAttempts?: number | undefined;
  /** Default: a real host of the client's own, disposed with it. */
  readonly host?: Host | undefined;
}

const optionNames = {
  provider: true,
  endpoint: true,
  version: true,
  signature: true,
  maxAttempts: true,
  host: true,
  ...httpOptionNames,
} satisfies Record<keyof OpenApiClientOptions, true>;

/**
 * Calls Alibaba Cloud APIs ("alibaba-credentials" section 12). Each attempt takes the provider's current credential, date and
 * nonce; throttling, 5xx and broken connections are tried again, a refused session is refreshed once. Rejects with
 * {@link OpenApiError} for the API's refusals and with `CredentialsError` for everything before an answer.
 */
export class OpenApiClient<C extends Credentials = AccessKeyCredentials> implements AsyncDisposable {
  readonly #provider: CredentialsProvider<C>;
  readonly #base: string;
  readonly #version: string;
  readonly #signature: "acs3" | "rpc";
  readonly #maxAttempts: number;
  readonly #limits: HttpLimits;
  readonly #host: HostInUse;

  constructor(options: OpenApiClientOptions<C>) {
    checkOptionNames("OpenApiClient", options, optionNames);
    if (typeof options.provider?.getCredentials !== "function") {
      throw configInvalid("provider", "must be a CredentialsProvider: make one with createProvider(source)");
    }
    const endpoint = textOption("endpoint", options.endpoint);
    const version = textOption("version", options.version);
    if (endpoint === undefined) throw configInvalid("endpoint", "is missing");
    if (version === undefined) throw configInvalid("version", "is missing");
    this.#provider = options.provider;
    this.#base = endpointUrl("endpoint", endpoint);
    this.#version = version;
    this.#signature = signatureOf(options.signature);
    this.#maxAttempts = countOption("maxAttempts", options.maxAttempts) ?? 3;
    this.#limits = httpLimits(options);
    this.#host = useHost(options.host);
  }

  /** Makes one call, with its retries. */
  async call(call: OpenApiCall): Promise<OpenApiAnswer> {
    const action = textOption("action", call.action);
    if (action === undefined) throw configInvalid("action", "is missing");
    if (call.path !== undefined && this.#signature === "rpc") throw configInvalid("path", "needs the acs3 signature");
    const request = buildRequest(this.#base, call);
    // Loaded at the first call: whoever wants credentials alone does not pay for it.
    const { retryOnRejected } = await import("@credport/core/adapter");
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await retryOnRejected({
          provider: this.#provider,
          options: { signal: call.signal },
          repeatable: true,
          attempt: (credentials) => this.#attempt(call, request, credentials),
          isRejectedError: (error) => error instanceof OpenApiError && error.isDeadCredential,
        });
      } catch (error) {
        if (attempt >= this.#maxAttempts || !isRepeatable(error, request.method)) throw error;
        await this.#pause(retryDelay(error, attempt, this.#host.host), call);
      }
    }
  }

  /** Ends the connections of a host of the client's own. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#host[Symbol.asyncDispose]();
  }

  /** Waits between two attempts. The process stays alive for it: the caller awaits the call. */
  async #pause(milliseconds: number, { action, signal }: OpenApiCall): Promise<void> {
    try {
      await this.#host.host.sleep(milliseconds, { signal, holdsProcess: true });
    } catch (reason) {
      const message = `${action} was aborted between two attempts`;
      throw new CredentialsError({ code: "ABORTED", message, cause: reason });
    }
  }

  async #attempt(call: OpenApiCall, request: SignableRequest, credentials: C): Promise<OpenApiAnswer> {
    const signed = this.#sign(call, request, credentials);
    const response = await send(
      { host: this.#host.host, signal: call.signal },
      {
        method: request.method,
        url: signed.url.href,
        headers: { ...signed.headers, host: signed.url.host },
        body: request.body === "unsigned" ? undefined : request.body,
        limits: this.#limits,
      },
    );
    if (response.status >= 300) throw this.#failure(call, response, credentials);
    return answerOf(call, response);
  }

  #sign(
    call: OpenApiCall,
    request: SignableRequest,
    signedWith: Credentials,
  ): { url: URL; headers: Record<string, string> } {
    const options = { action: call.action, version: this.#version, host: this.#host.host };
    const at = new Date(this.#host.host.now());
    if (signedWith.type === "bearer") {
      const style = call.path === undefined ? "rpc" : "roa";
      return bearerSigner({ ...options, style }).sign(request, signedWith, at);
    }
    const signer = this.#signature === "rpc" ? rpcSigner(options) : acs3Signer(options);
    return signer.sign(request, signedWith, at);
  }

  #failure(call: OpenApiCall, response: HttpResponse, credentials: Credentials): OpenApiError {
    const { code, requestId } = answeredFailure(response);
    const hadToken = credentials.type === "sts";
    return new OpenApiError({
      message: describeFailure(call.action, response.status, code, requestId),
      code: code ?? `HttpStatus${String(response.status)}`,
      httpStatus: response.status,
      requestId,
      retryAfter: parseRetryAfter(response.headers["retry-after"], this.#host.host.now()),
      isDeadCredential: isDeadCredential(code, hadToken),
    });
  }
}

function signatureOf(value: unknown): "acs3" | "rpc" {
  if (value === undefined || value === "acs3") return "acs3";
  if (value === "rpc") return "rpc";
  throw configInvalid("signature", "must be acs3 or rpc");
}

function answerOf(call: OpenApiCall, response: HttpResponse): OpenApiAnswer {
  const text = response.text();
  const body = text === "" ? undefined : tryParseJson(text);
  if (text !== "" && body === undefined) {
    throw new OpenApiError({
      message: `${call.action} answered ${String(response.status)} with something that is no JSON`,
      code: "MalformedResponse",
      httpStatus: response.status,
    });
  }
  const requestId =
    textMember(body, "RequestId") ?? textMember(body, "requestId") ?? response.headers["x-acs-request-id"];
  const { status: httpStatus, headers } = response;
  return { httpStatus, headers, body, ...(requestId === undefined ? {} : { requestId }) };
}
