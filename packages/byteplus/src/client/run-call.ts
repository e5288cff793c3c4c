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
import type { CallInfo, CallRequest, CallResult } from "./call.js";
import { currentCredentials, discard, replacement, requireUsable, type CallerIdentity } from "./caller-identity.js";

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
  const { identity, deadline, attempts } = call;
  deadline.throwIfOver();
  const credentials = await currentCredentials(identity, deadline.signal);
  requireUsable(identity, credentials, attempts.host.now());
  try {
    return await attempts.send(credentials, 1, deadline.signal);
  } catch (thrown) {
    // A function of its own: what only retries need would be carried by every call.
    return runFurther(call, options, { thrown, credentials });
  }
}

/** An attempt that failed, and what it was signed with. */
interface FailedAttempt {
  readonly thrown: unknown;
  readonly credentials: AccessKeyCredentials | undefined;
}

/** The attempts after a failed first one. */
async function runFurther(call: PreparedCall, options: BytePlusOptions, first: FailedAttempt): Promise<CallResult> {
  const { info, identity, deadline, attempts } = call;
  const { retryer, retryErrorCodes } = call.policy;
  const { log } = attempts;
  let { thrown, credentials } = first;
  let replaced = false;
  for (let attempt = 1; ; attempt += 1) {
    const error = asError(deadline.error ?? thrown);
    log.write(LogLevel.RequestErrors, "error", info, () => `attempt ${attempt} failed: ${error.code}`);
    const rejected = isDead(error) ? credentials : undefined;
    if (rejected !== undefined) discard(identity, rejected);
    if (deadline.error !== undefined || attempt > retryer.maxRetries) throw error;
    const fresh =
      rejected === undefined || replaced ? undefined : await replacement(identity, rejected, deadline.signal);
    if (rejected !== undefined) {
      replaced = true;
      if (fresh === undefined && !retryErrorCodes.has(error.code)) throw error;
    }
    if (fresh === undefined) await backOff(call, options, error, attempt);
    deadline.throwIfOver();
    credentials = fresh ?? (await currentCredentials(identity, deadline.signal));
    requireUsable(identity, credentials, attempts.host.now());
    try {
      return await attempts.send(credentials, attempt + 1, deadline.signal);
    } catch (failure) {
      thrown = failure;
    }
  }
}

function isDead(error: BytePlusError): boolean {
  return error instanceof BytePlusServiceError && isDeadCredentialCode(error.code);
}

/** Waits before another attempt; throws the error of the last one where there is to be none. */
async function backOff(
  call: PreparedCall,
  { sleep }: BytePlusOptions,
  error: BytePlusError,
  attempt: number,
): Promise<void> {
  const { request, info, deadline, attempts } = call;
  const { retryer, retryErrorCodes } = call.policy;
  const { host, log } = attempts;
  const idempotent = request.idempotent ?? (info.method === "GET" || info.method === "HEAD");
  const failed = { error, retry: attempt - 1, idempotent, retryErrorCodes, random: host.random };
  const wait = retryer.shouldRetry(failed) ? retryer.delay(failed) : undefined;
  if (wait === undefined || !deadline.allows(wait)) throw error;
  log.write(LogLevel.Retries, "warn", info, () => `retry ${attempt} in ${Math.round(wait)} ms: ${error.code}`);
  const { signal } = deadline;
  try {
    if (sleep === undefined) await host.sleep(wait, { signal, holdsProcess: true });
    else await sleep(wait, signal);
  } catch (thrown) {
    throw asError(deadline.error ?? thrown);
  }
}
