import type { AccessKeyCredentials } from "@credport/core";
import type { BytePlusOptions } from "../config/options.js";
import { asError } from "../errors/as-error.js";
import type { BytePlusError } from "../errors/byteplus-error.js";
import { BytePlusServiceError } from "../errors/byteplus-service-error.js";
import { LogLevel } from "../logging/log-level.js";
import type { Retryer } from "../retry/retryer.js";
import { isDeadCredentialCode } from "../signing/dead-credential.js";
import type { Attempts } from "./attempts.js";
import type { CallDeadline } from "./call-deadline.js";
import type { CallPolicy } from "./call-policies.js";
import type { CallInfo, CallRequest, CallResult } from "./call.js";
import { currentCredentials, discard, replacement, type CallerIdentity } from "./caller-identity.js";

/** One call, ready for its attempts. */
export interface PreparedCall {
  readonly request: CallRequest;
  readonly info: CallInfo;
  readonly identity: CallerIdentity;
  readonly deadline: CallDeadline;
  readonly attempts: Attempts;
  readonly policy: CallPolicy;
}

/** Makes attempts until one succeeds or another is not worth it. Each has credentials and a signature of its own. */
export async function runCall(call: PreparedCall, options: BytePlusOptions): Promise<CallResult> {
  const { request, info, identity, deadline, attempts } = call;
  const { retryer, retryErrorCodes } = call.policy;
  const idempotent = request.idempotent ?? (info.method === "GET" || info.method === "HEAD");
  const { host, log } = attempts;
  let fresh: AccessKeyCredentials | undefined;
  let replaced = false;
  for (let attempt = 1; ; attempt += 1) {
    deadline.throwIfOver();
    const credentials = fresh ?? (await currentCredentials(identity, deadline.signal));
    fresh = undefined;
    try {
      return await attempts.send(credentials, attempt, deadline.signal);
    } catch (thrown) {
      const error = asError(deadline.error ?? thrown);
      log.write(LogLevel.RequestErrors, "error", info, () => `attempt ${attempt} failed: ${error.code}`);
      const retry = attempt - 1;
      const rejected = isDead(error) ? credentials : undefined;
      if (rejected !== undefined) discard(identity, rejected);
      if (deadline.error !== undefined || retry >= retryer.maxRetries) throw error;
      if (rejected !== undefined) {
        fresh = replaced ? undefined : await replacement(identity, rejected, deadline.signal);
        replaced = true;
        if (fresh !== undefined) continue;
        if (!retryErrorCodes.has(error.code)) throw error;
      }
      const wait = waitBefore(retryer, { error, retry, idempotent, retryErrorCodes, random: host.random });
      if (wait === undefined || !deadline.allows(wait)) throw error;
      log.write(LogLevel.Retries, "warn", info, () => `retry ${attempt} in ${Math.round(wait)} ms: ${error.code}`);
      await pause(wait, call, options);
    }
  }
}

function isDead(error: BytePlusError): boolean {
  return error instanceof BytePlusServiceError && isDeadCredentialCode(error.code);
}

function waitBefore(retryer: Retryer, failed: Parameters<Retryer["delay"]>[0]): number | undefined {
  return retryer.shouldRetry(failed) ? retryer.delay(failed) : undefined;
}

async function pause(
  milliseconds: number,
  { deadline, attempts }: PreparedCall,
  { sleep }: BytePlusOptions,
): Promise<void> {
  const { signal } = deadline;
  try {
    if (sleep === undefined) await attempts.host.sleep(milliseconds, { signal, holdsProcess: true });
    else await sleep(milliseconds, signal);
  } catch (thrown) {
    throw asError(deadline.error ?? thrown);
  }
}
