import { isCredentialsError } from "@credport/core";
import { describeCause } from "../errors/client-error.js";
import { CanceledError } from "../errors/canceled-error.js";
import { ClientError } from "../errors/client-error.js";
import { InvalidParameterError } from "../errors/invalid-parameter-error.js";
import { OperationError } from "../errors/operation-error.js";
import { isServiceError } from "../errors/service-error.js";
import { attemptOnce, requestTarget, type AttemptRecord, type CallResponse } from "./attempt.js";
import type { ClientRuntime } from "./client-runtime.js";
import type { CallOptions, OperationInput } from "./operation-input.js";
import type { OperationTraits } from "./operation-traits.js";
import { prepareCall, type PreparedCall } from "./prepare-call.js";
import { isRejectedCredential, replaceCredential } from "./rejected-credential.js";

/**
 * Runs one operation: attempts, back-off, corrections of the clock, one refresh of a refused credential. Rejects with
 * `OperationError` around the failure; parameter errors and `ClientError` come bare.
 */
export async function execute(
  runtime: ClientRuntime,
  input: OperationInput,
  traits: OperationTraits,
  options: CallOptions,
): Promise<CallResponse> {
  const call = prepareCall(runtime, input, traits, options);
  try {
    return await runAttempts(runtime, call);
  } catch (error) {
    call.body?.discard();
    throw wrap(input.operation, error, options.signal);
  }
}

async function runAttempts(runtime: ClientRuntime, call: PreparedCall): Promise<CallResponse> {
  const { retryer } = runtime;
  const { signal, retryMaxAttempts } = call.options;
  const maxAttempts = retryMaxAttempts !== undefined && retryMaxAttempts > 0 ? retryMaxAttempts : retryer.maxAttempts;
  const record: AttemptRecord = { credentials: undefined, sent: { crc: undefined, length: undefined } };
  let refreshed = false;
  for (let attempt = 1; ; attempt++) {
    throwIfAborted(signal);
    try {
      return await attemptOnce(runtime, call, record);
    } catch (error) {
      if (signal?.aborted === true) throw error;
      correctClock(runtime, error);
      const recovered = attempt > 1 ? await recover(call, error, record) : undefined;
      if (recovered !== undefined) return recovered;
      if (!(call.body?.canReplay() ?? true)) throw error;
      if (!refreshed && isRejectedCredential(error)) {
        refreshed = true;
        if (!(await replaceCredential(runtime.provider, record.credentials, signal))) throw error;
        attempt -= 1;
        continue;
      }
      if (attempt >= maxAttempts || !retryer.isRetryable(error)) throw error;
      runtime.log.write(
        "warning",
        () => `attempt ${attempt} of ${requestTarget(call)} failed: ${describeCause(error)}`,
      );
      const delay = retryer.delay(attempt + 1, error, () => runtime.host.random());
      await runtime.host.sleep(delay, { signal, holdsProcess: true });
    }
  }
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new CanceledError(signal.reason);
}

function correctClock(runtime: ClientRuntime, error: unknown): void {
  if (!runtime.correctClockSkew || !isServiceError(error) || error.code !== "RequestTimeTooSkewed") return;
  if (error.timestamp !== undefined) runtime.clock.correct(error.timestamp.getTime());
}

async function recover(call: PreparedCall, error: unknown, { sent }: AttemptRecord): Promise<CallResponse | undefined> {
  return isServiceError(error) ? call.traits.recover?.(error, sent) : undefined;
}

function wrap(operation: string, error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted === true) {
    return new OperationError(operation, error instanceof CanceledError ? error : new CanceledError(signal.reason));
  }
  if (error instanceof InvalidParameterError || error instanceof ClientError) return error;
  if (isCredentialsError(error) && error.code === "ABORTED")
    return new OperationError(operation, new CanceledError(error));
  return new OperationError(operation, error);
}
