import type { AccessKeyCredentials, Host } from "@credport/core";
import { exchange, ExchangeFailure, type Answer } from "@credport/node/http";
import type { Dispatcher } from "undici";
import type { BytePlusOptions } from "../config/options.js";
import { asError } from "../errors/as-error.js";
import type { BytePlusError } from "../errors/byteplus-error.js";
import { transportError } from "../errors/transport-error.js";
import type { CallLog } from "../logging/call-log.js";
import { LogLevel } from "../logging/log-level.js";
import type { SignedWith } from "../logging/redact.js";
import { canonicalQuery } from "../signing/encoding.js";
import { formContentType, signPrepared } from "../signing/sign-headers.js";
import type { SigningMemory } from "../signing/signing-memory.js";
import type { CallInfo, CallResult } from "./call.js";
import type { Endpoint } from "./endpoint.js";
import type { Interceptor, RequestDraft, WireAnswer } from "./hooks.js";
import { readAnswer } from "./read-answer.js";

/** What all attempts of one call share. */
export interface AttemptsFields {
  readonly host: Host;
  readonly log: CallLog;
  readonly info: CallInfo;
  readonly endpoint: Endpoint;
  readonly draft: RequestDraft;
  readonly dispatcher: Dispatcher;
  readonly connectTimeout: number;
  readonly throttleErrorCodes: ReadonlySet<string>;
  readonly memory: SigningMemory;
  readonly options: BytePlusOptions;
}

/** A request's start, complete and signed. */
export interface SignedHead {
  /** Path and query. */
  readonly path: string;
  readonly headers: Record<string, string>;
  /** What must not come back in an error or stand in a log. */
  readonly secrets: readonly string[];
}

/** The steps of an attempt, for all attempts of one call. */
export class Attempts {
  readonly host: Host;
  readonly log: CallLog;
  readonly #fields: AttemptsFields;
  readonly #query: string;

  constructor(fields: AttemptsFields) {
    this.host = fields.host;
    this.log = fields.log;
    this.#fields = fields;
    this.#query = canonicalQuery(fields.draft.query);
  }

  /** The request as it is sent now, signed unless the call is anonymous. */
  sign(credentials: AccessKeyCredentials | undefined): SignedHead {
    const signed = this.#sign(credentials);
    if (!this.log.isOff) this.#logRequest(signed, signedWith(signed.secrets, credentials));
    return signed;
  }

  /** Shows a signed request to those who watch. */
  async announce({ headers, path }: SignedHead, attempt: number, interceptors: readonly Interceptor[]): Promise<void> {
    const { info, endpoint } = this.#fields;
    const request = { url: `${endpoint.origin}${path}`, method: info.method, headers, attempt };
    for (const { before } of interceptors) await before?.(request, info);
  }

  /** Sends a signed request. Redirects are not followed. */
  exchange({ headers, path }: SignedHead, signal: AbortSignal | undefined): Promise<Answer> {
    const { info, endpoint, draft, dispatcher, connectTimeout, options } = this.#fields;
    const { timeout = 60_000, maxResponseBytes = 32 * 1_024 * 1_024 } = options;
    return exchange(
      dispatcher,
      { method: info.method, origin: endpoint.origin, path, headers, body: draft.body ?? null },
      {
        connectTimeout: Math.min(connectTimeout, timeout),
        readTimeout: timeout,
        maxBodyBytes: maxResponseBytes,
        signal,
      },
    );
  }

  /** What an answer says; throws the error it stands for. */
  read(
    { status, headers, body }: Answer,
    { secrets }: SignedHead,
    credentials: AccessKeyCredentials | undefined,
    attempts: number,
  ): CallResult {
    const answer: WireAnswer = { status, headers, text: body.toString("utf8") };
    if (!this.log.isOff) this.#logAnswer(answer, signedWith(secrets, credentials));
    const { info, throttleErrorCodes, options } = this.#fields;
    const { service, action, region } = info;
    const context = { service, action, region, secrets, throttleErrorCodes };
    const { metadata, result } = readAnswer(answer, info.method, context, options);
    if (!this.log.isOff) this.#logResult(metadata.RequestId, result, signedWith(secrets, credentials));
    return { metadata, result, status, headers, attempts };
  }

  /** What ended an attempt, as an error of this package. */
  error(thrown: unknown): BytePlusError {
    return thrown instanceof ExchangeFailure ? transportError(thrown, this.#fields.endpoint.host) : asError(thrown);
  }

  #sign(credentials: AccessKeyCredentials | undefined): SignedHead {
    const { draft, endpoint, info, host, memory } = this.#fields;
    const path = `${endpoint.path}?${this.#query}`;
    if (credentials === undefined) {
      return { path, headers: { "content-type": formContentType, ...draft.headers }, secrets: [] };
    }
    const { headers, signature, canonicalRequest } = signPrepared(
      {
        method: info.method,
        host: draft.headers["host"] ?? endpoint.host,
        path: endpoint.path,
        query: this.#query,
        headers: draft.headers,
        body: draft.body,
        credentials,
        region: info.region,
        service: info.service,
        date: memory.date(host.now()),
      },
      memory.keys,
    );
    const secrets = [credentials.accessKeySecret, credentials.securityToken ?? "", signature];
    if (!this.log.isOff) this.#logSigning(canonicalRequest, signedWith(secrets, credentials));
    return { path, headers, secrets };
  }

  #logSigning(canonicalRequest: string, signed: SignedWith): void {
    const { redactor } = this.log;
    this.log.write(LogLevel.Signing, "debug", this.#fields.info, () => {
      const shown = canonicalRequest.replace(this.#query, () => redactor.pairs(this.#query));
      return `canonical request:\n${redactor.text(shown, signed)}`;
    });
  }

  #logRequest({ headers }: SignedHead, signed: SignedWith): void {
    const { info, endpoint, draft } = this.#fields;
    const { redactor } = this.log;
    this.log.write(LogLevel.Request, "debug", info, () => {
      const line = `${info.method} ${endpoint.origin}${endpoint.path}?${redactor.pairs(this.#query)}`;
      return redactor.text(`request: ${line}\n${redactor.headers(headers)}`, signed);
    });
    this.log.write(LogLevel.RequestBody, "debug", info, () => `request body: ${redactor.body(draft.body, signed)}`);
  }

  #logAnswer({ status, headers, text }: WireAnswer, signed: SignedWith): void {
    const { info } = this.#fields;
    const { redactor } = this.log;
    this.log.write(LogLevel.Response, "debug", info, () =>
      redactor.text(`response: ${status}\n${redactor.headers(headers)}`, signed),
    );
    this.log.write(LogLevel.ResponseBody, "debug", info, () => `response body: ${redactor.body(text, signed)}`);
  }

  #logResult(requestId: string | undefined, result: unknown, signed: SignedWith): void {
    const { info } = this.#fields;
    const { redactor } = this.log;
    this.log.write(LogLevel.RequestId, "debug", info, () =>
      redactor.text(`request id: ${requestId ?? "none"}`, signed),
    );
    this.log.writeInputOutput(info, () => `output: ${redactor.value(result, signed)}`);
  }
}

/** For the log alone. */
function signedWith(secrets: readonly string[], credentials: AccessKeyCredentials | undefined): SignedWith {
  return { accessKeyId: credentials?.accessKeyId, secrets };
}
