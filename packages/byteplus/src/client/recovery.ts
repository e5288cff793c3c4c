import type { AccessKeyCredentials } from "@credport/core";
import type { BytePlusOptions } from "../config/options.js";
import { asError } from "../errors/as-error.js";
import type { BytePlusError } from "../errors/byteplus-error.js";
import { BytePlusServiceError } from "../errors/byteplus-service-error.js";
import { LogLevel } from "../logging/log-level.js";
import { isDeadCredentialCode } from "../signing/dead-credential.js";
import type { Attempts } from "./attempts.js";
import type { CallDeadline } from "./call-deadline.js";
import type { CallPolicy } from "./call-policies.js";
import type { CallInfo, CallRequest } from "./call.js";
import { discard, replacement, type CallerIdentity } from "./caller-identity.js";

/** One call, ready for its attempts. */
interface PreparedCall {
  readonly request: CallRequest;
  readonly info: CallInfo;
  readonly identity: CallerIdentity;
  readonly deadline: CallDeadline;
  readonly attempts: Attempts;
  readonly policy: CallPolicy;
}

/** What follows on the failed attempts of one call: other credentials, a pause, or the end. */
export class Recovery {
  readonly #call: PreparedCall;
  readonly #sleep: BytePlusOptions["sleep"];
  #replaced = false;

  constructor(call: PreparedCall, { sleep }: BytePlusOptions) {
    this.#call = call;
    this.#sleep = sleep;
  }

  /**
   * Waits until another attempt may be made, and gives the credentials for it where those of the last one were refused. Rejects
   * with what ended that one where there is to be none.
   */
  async after(
    thrown: unknown,
    credentials: AccessKeyCredentials | undefined,
    attempt: number,
  ): Promise<AccessKeyCredentials | undefined> {
    const { info, identity, deadline, attempts, policy } = this.#call;
    const error = deadline.error ?? attempts.error(thrown);
    attempts.log.write(LogLevel.RequestErrors, "error", info, () =>
      this.#shown(`attempt ${attempt} failed: ${error.code}`, credentials),
    );
    if (error instanceof BytePlusServiceError) {
      attempts.log.write(LogLevel.RequestId, "debug", info, () =>
        this.#shown(`request id: ${error.requestId ?? "none"}`, credentials),
      );
    }
    const rejected = isDead(error) ? credentials : undefined;
    if (rejected !== undefined) discard(identity, rejected);
    if (deadline.error !== undefined || attempt > policy.retryer.maxRetries) throw error;
    if (rejected !== undefined) {
      const fresh = this.#replaced ? undefined : await replacement(identity, rejected, deadline.signal);
      this.#replaced = true;
      if (fresh !== undefined) return fresh;
      if (!policy.retryErrorCodes.has(error.code)) throw error;
    }
    await this.#backOff(error, attempt, credentials);
    return undefined;
  }

  async #backOff(error: BytePlusError, attempt: number, credentials: AccessKeyCredentials | undefined): Promise<void> {
    const { request, info, deadline, attempts, policy } = this.#call;
    const { retryer, retryErrorCodes, throttleErrorCodes } = policy;
    const { host, log } = attempts;
    const idempotent = request.idempotent ?? (info.method === "GET" || info.method === "HEAD");
    const { random } = host;
    const failed = { error, retry: attempt - 1, idempotent, retryErrorCodes, throttleErrorCodes, random };
    const wait = retryer.shouldRetry(failed) ? retryer.delay(failed) : undefined;
    if (wait === undefined || !deadline.allows(wait)) throw error;
    log.write(LogLevel.Retries, "warn", info, () =>
      this.#shown(`retry ${attempt} in ${Math.round(wait)} ms: ${error.code}`, credentials),
    );
    const { signal } = deadline;
    try {
      if (this.#sleep === undefined) await host.sleep(wait, { signal, holdsProcess: true });
      else await this.#sleep(wait, signal);
    } catch (thrown) {
      throw asError(deadline.error ?? thrown);
    }
  }

  /** What the server has said, for the log. An error's texts are without the secrets already. */
  #shown(text: string, credentials: AccessKeyCredentials | undefined): string {
    return this.#call.attempts.log.redactor.text(text, { accessKeyId: credentials?.accessKeyId, secrets: [] });
  }
}

function isDead(error: BytePlusError): boolean {
  return error instanceof BytePlusServiceError && isDeadCredentialCode(error.code);
}
