import type { AccessKeyCredentials, Host } from "@credport/core";
import type { Dispatcher } from "undici";
import type { BytePlusOptions } from "../config/options.js";
import { transportError } from "../errors/transport-error.js";
import type { CallLog } from "../logging/call-log.js";
import { LogLevel } from "../logging/log-level.js";
import { withoutSecrets } from "../logging/redact.js";
import { canonicalQuery } from "../signing/encoding.js";
import { formContentType, signPrepared } from "../signing/sign-headers.js";
import type { SigningKeySource } from "../signing/signing-key.js";
import { send } from "../transport/send.js";
import type { CallInfo } from "./call.js";
import type { Endpoint } from "./endpoint.js";
import type { RequestDraft, WireAnswer } from "./hooks.js";
import { readAnswer, type AnswerContent } from "./read-answer.js";

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
  readonly keys: SigningKeySource;
  readonly options: BytePlusOptions;
}

/** Sends one call, again and again if need be. */
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

  /** One attempt: sign now, send, read. Throws the error the answer stands for. */
  async send(
    credentials: AccessKeyCredentials | undefined,
    attempt: number,
    signal: AbortSignal | undefined,
  ): Promise<AnswerContent & { readonly status: number; readonly headers: Readonly<Record<string, string>> }> {
    const { info, endpoint, draft, dispatcher, connectTimeout, options } = this.#fields;
    const { headers, secrets } = this.#sign(credentials);
    const path = `${endpoint.path}?${this.#query}`;
    this.#logRequest(headers, secrets, path);
    for (const { before } of options.interceptors ?? []) {
      await before?.({ url: `${endpoint.origin}${path}`, method: info.method, headers, attempt }, info);
    }
    const { timeout = 60_000, maxResponseBytes = 32 * 1_024 * 1_024 } = options;
    const response = await send(
      dispatcher,
      { method: info.method, origin: endpoint.origin, path, headers, body: draft.body },
      { connectTimeout, timeout, maxBodyBytes: maxResponseBytes, signal },
    ).catch((error: unknown) => {
      throw transportError(error, endpoint.host);
    });
    const answer = {
      status: response.status,
      headers: response.headers,
      text: Buffer.from(response.body).toString("utf8"),
    };
    this.#logAnswer(answer, secrets);
    const { metadata, result } = readAnswer(
      answer,
      info.method,
      {
        service: info.service,
        action: info.action,
        region: info.region,
        secrets,
        throttleErrorCodes: this.#fields.throttleErrorCodes,
      },
      options,
    );
    return { metadata, result, status: answer.status, headers: answer.headers };
  }

  #sign(credentials: AccessKeyCredentials | undefined): {
    headers: Record<string, string>;
    secrets: readonly string[];
  } {
    const { draft, endpoint, info, host, keys } = this.#fields;
    if (credentials === undefined) {
      return { headers: { "content-type": formContentType, ...draft.headers }, secrets: [] };
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
        date: new Date(host.now()),
      },
      keys,
    );
    const secrets = [credentials.accessKeySecret, credentials.securityToken ?? "", signature];
    this.log.write(LogLevel.Signing, "debug", info, () => {
      const shown = canonicalRequest.replace(this.#query, () => this.log.redactor.pairs(this.#query));
      return `canonical request:\n${withoutSecrets(shown, secrets)}`;
    });
    return { headers, secrets };
  }

  #logRequest(headers: Readonly<Record<string, string>>, secrets: readonly string[], path: string): void {
    if (this.log.isOff) return;
    const { info, endpoint, draft } = this.#fields;
    const { redactor } = this.log;
    const [start = "", query = ""] = path.split("?");
    this.log.write(LogLevel.Request, "debug", info, () => {
      const line = `${info.method} ${endpoint.origin}${start}?${redactor.pairs(query)}`;
      return withoutSecrets(`request: ${line}\n${redactor.headers(headers)}`, secrets);
    });
    this.log.write(LogLevel.RequestBody, "debug", info, () => `request body: ${redactor.body(draft.body, secrets)}`);
  }

  #logAnswer(answer: WireAnswer, secrets: readonly string[]): void {
    if (this.log.isOff) return;
    const { info } = this.#fields;
    const { redactor } = this.log;
    this.log.write(LogLevel.Response, "debug", info, () =>
      withoutSecrets(`response: ${answer.status}\n${redactor.headers(answer.headers)}`, secrets),
    );
    this.log.write(LogLevel.ResponseBody, "debug", info, () => `response body: ${redactor.body(answer.text, secrets)}`);
  }
}
