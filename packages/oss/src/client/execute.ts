import { CanceledError } from "../errors/canceled-error.js";
import { describeCause } from "../errors/client-error.js";
import { isServiceError } from "../errors/service-error.js";
import { followRedirects } from "../transport/follow-redirects.js";
import {
  acceptResponse,
  askCredentials,
  explainFailure,
  isRefusal,
  prepareAttempt,
  refusal,
  requestTarget,
  type AttemptRecord,
  type CallResponse,
} from "./attempt.js";
import { maxAttemptsOfCall, runtimeOfCall, type ClientRuntime } from "./client-runtime.js";
import type { CallOptions, OperationInput } from "./operation-input.js";
import type { OperationTraits } from "./operation-traits.js";
import { prepareCall, type PreparedCall } from "./prepare-call.js";
import { dropCredential, isRejectedCredential, isReplaced } from "./rejected-credential.js";
import { wrapFailure } from "./wrap-failure.js";

/** How far a call has come. */
interface Progress {
  /** Counts from 1. */
  attempt: number;
  /** A refused credential was replaced, which happens once. */
  refreshed: boolean;
  readonly record: AttemptRecord;
}

/**
 * Runs one operation: attempts, back-off, corrections of the clock, one refresh of a refused credential. Rejects with
 * `OperationError` around the failure; parameter errors and `ClientError` come bare. All that an attempt waits for stands in this one
 * function: each further promise costs a busy client.
 */
export async function execute(
  client: ClientRuntime,
  input: OperationInput,
  traits: OperationTraits,
  options: CallOptions,
): Promise<CallResponse> {
  const runtime = runtimeOfCall(client, options);
  const call = prepareCall(runtime, input, traits, options);
  const record: AttemptRecord = { credentials: undefined };
  const progress: Progress = { attempt: 1, refreshed: false, record };
  for (;;) {
    try {
      throwIfAborted(options.signal);
      const attempt = prepareAttempt(runtime, call, await askCredentials(runtime, call), record);
      let response = await runtime.transport.send(attempt.request);
      if (runtime.followRedirects) response = await followRedirects(runtime.transport, attempt.request, response);
      if (isRefusal(call, response)) throw await refusal(call, attempt, response, record);
      return acceptResponse(attempt, response);
    } catch (failure) {
      const recovered = await afterFailure(runtime, call, failure, progress);
      if (recovered !== undefined) return recovered;
    }
  }
}

/** Resolves when another attempt is due, or to the answer that a lost one had. Rejects when the call has failed. */
async function afterFailure(
  runtime: ClientRuntime,
  call: PreparedCall,
  failure: unknown,
  progress: Progress,
): Promise<CallResponse | undefined> {
  const { signal } = call.options;
  try {
    if (signal?.aborted === true) throw failure;
    const error = await explainFailure(call, failure);
    correctClock(runtime, error);
    const recovered = progress.attempt > 1 ? await recover(call, error) : undefined;
    if (recovered === undefined) await prepareAnother(runtime, call, error, progress);
    return recovered;
  } catch (error) {
    call.body?.discard();
    runtime.log.write("error", () => `${requestTarget(call)} failed: ${describeCause(error)}`);
    throw wrapFailure(call.input.operation, error, signal);
  }
}

/** Waits for the next attempt, or throws the error when there is none. */
async function prepareAnother(
  runtime: ClientRuntime,
  call: PreparedCall,
  error: unknown,
  progress: Progress,
): Promise<void> {
  const { retryer, host, log, provider } = runtime;
  const { signal } = call.options;
  const { attempt, refreshed, record } = progress;
  // The provider is to know even where this call cannot be repeated.
  const isDropped = isRejectedCredential(error) && dropCredential(provider, record.credentials);
  if (!isReplayable(call.body)) throw error;
  if (!refreshed && isRejectedCredential(error)) {
    progress.refreshed = true;
    if (isDropped && (await isReplaced(provider, record.credentials, signal))) return;
    throw error;
  }
  const maxAttempts = maxAttemptsOfCall(runtime, call.options);
  if (attempt >= maxAttempts || !retryer.isRetryable(error)) throw error;
  log.write("warning", () => `attempt ${attempt} of ${requestTarget(call)} failed: ${describeCause(error)}`);
  progress.attempt += 1;
  await host.sleep(
    retryer.delay(progress.attempt, error, () => host.random()),
    { signal, holdsProcess: true },
  );
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new CanceledError(signal.reason);
}

function correctClock(runtime: ClientRuntime, error: unknown): void {
  if (!runtime.correctClockSkew || !isServiceError(error) || error.code !== "RequestTimeTooSkewed") return;
  if (error.timestamp !== undefined) runtime.clock.correct(error.timestamp.getTime());
}

/** What fails while looking is not worth hiding the refusal for. */
async function recover({ body, traits }: PreparedCall, error: unknown): Promise<CallResponse | undefined> {
  if (!isServiceError(error) || !isReplayable(body)) return undefined;
  return traits.recover?.(error, body).catch(() => undefined);
}

function isReplayable(body: PreparedCall["body"]): boolean {
  return body?.canReplay() ?? true;
}
