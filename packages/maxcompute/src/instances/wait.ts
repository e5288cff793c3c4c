import { isCredentialsError } from "@credport/core";
import type { Instance } from "./instance.js";
import { taskOutcome, type StageProgress, type TaskStatus } from "./parse-instance.js";
import { requireDuration } from "../client/check-options.js";
import { limitedSignal } from "../client/limited-signal.js";
import type { ServiceContext } from "../client/service-context.js";
import { invalidResponse, MaxComputeClientError } from "../errors/client-error.js";
import { MaxComputeServiceError } from "../errors/service-error.js";
import { MaxComputeTaskError } from "../errors/task-error.js";

/** How a wait goes. */
export interface WaitProgress {
  readonly tasks: readonly TaskStatus[];
  /** The stages of the task that runs; empty when none does. */
  readonly stages: readonly StageProgress[];
  /** Since the wait began, in ms. */
  readonly elapsed: number;
}

/** Options of `Instance.wait`. Times are in ms. */
export interface WaitOptions {
  /** Called after each poll, which then also reads the stages. */
  readonly onProgress?: ((progress: WaitProgress) => void) | undefined;
  /** Delay before the second poll; it grows by half each time. Default 1 000. */
  readonly initialInterval?: number | undefined;
  /** The largest delay between polls. Default 5 000. */
  readonly maximumInterval?: number | undefined;
  /** How long to wait in all. Default: no limit. */
  readonly timeout?: number | undefined;
  /** Stop the job at the timeout. Default false. */
  readonly terminateOnTimeout?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Polls may fail in a row for so long before the wait does, in ms. */
const toleratedFailures = 300_000;

/** Polls until the tasks have an outcome. */
export async function waitForInstance(
  instance: Instance,
  context: ServiceContext,
  options: WaitOptions,
): Promise<readonly TaskStatus[]> {
  const { signal, terminateOnTimeout = false, timeout = Infinity } = options;
  requireDuration("initialInterval", options.initialInterval, 1);
  requireDuration("maximumInterval", options.maximumInterval, 1);
  if (timeout !== Infinity) requireDuration("timeout", timeout);
  // A poll that hangs ends with the wait, not with its own limit and repetitions.
  const { host } = context.requester.settings;
  const limit = limitedSignal(host, signal, Number.isFinite(timeout) ? timeout : 0, instance.id);
  try {
    const tasks = await pollUntilEnd(instance, context, { ...options, timeout, signal: limit.signal });
    if (tasks !== undefined) return tasks;
  } catch (error) {
    const timedOut = limit.signal.aborted && signal?.aborted !== true;
    if (!timedOut || !(error instanceof MaxComputeClientError) || error.code !== "ABORTED") throw error;
  } finally {
    limit.end();
  }
  if (terminateOnTimeout) await instance.terminate({ signal });
  throw new MaxComputeClientError({
    code: "WAIT_TIMEOUT",
    message: `instance ${instance.id} has not ended within ${timeout} ms ${terminateOnTimeout ? "and was stopped" : "and goes on"}`,
    instanceId: instance.id,
  });
}

/** The tasks, once they have all succeeded; `undefined` when the time is over. */
async function pollUntilEnd(
  instance: Instance,
  { requester }: ServiceContext,
  options: WaitOptions & { readonly timeout: number; readonly signal: AbortSignal },
): Promise<readonly TaskStatus[] | undefined> {
  const { initialInterval = 1_000, maximumInterval = 5_000, signal, timeout } = options;
  const { host, account } = requester.settings;
  const startedAt = host.now();
  let failingSince: number | undefined;
  let interval = initialInterval;
  for (let ended = 0; ; interval = Math.min(interval * 1.5, maximumInterval)) {
    try {
      const { tasks, status } = await instance.poll({ signal });
      await report(instance, tasks, host.now() - startedAt, options);
      failingSince = undefined;
      const outcome = taskOutcome(tasks);
      if (outcome === "success") return tasks;
      if (outcome === "failed") throw await taskError(instance, tasks, signal);
      if (status === "Terminated" && ++ended > 1)
        throw invalidResponse(`instance ${instance.id} has ended but its tasks have not`);
    } catch (error) {
      failingSince ??= host.now();
      if (!isTransient(error, account.rotates ?? false) || host.now() - failingSince >= toleratedFailures) throw error;
    }
    const left = timeout - (host.now() - startedAt);
    if (left <= 0) return undefined;
    await requester.sleep(Math.min(interval, left), { operation: `wait for instance ${instance.id}`, signal });
  }
}

async function report(
  instance: Instance,
  tasks: readonly TaskStatus[],
  elapsed: number,
  options: WaitOptions,
): Promise<void> {
  if (options.onProgress === undefined) return;
  const running = tasks.find((task) => task.status === "RUNNING");
  const stages = running === undefined ? [] : await stagesOf(instance, running.name, options);
  options.onProgress({ tasks, stages, elapsed });
}

/** Not every kind of task has stages; that is no reason to end a wait. */
async function stagesOf(instance: Instance, taskName: string, options: WaitOptions): Promise<readonly StageProgress[]> {
  try {
    return await instance.progress(taskName, { signal: options.signal });
  } catch (error) {
    if (error instanceof MaxComputeServiceError) return [];
    throw error;
  }
}

async function taskError(
  instance: Instance,
  tasks: readonly TaskStatus[],
  signal: AbortSignal | undefined,
): Promise<MaxComputeTaskError> {
  const failed = tasks.find((task) => ["FAILED", "CANCELLED", "SUSPENDED"].includes(task.status));
  const results = await instance.taskResults({ signal });
  const result = results.find((candidate) => candidate.name === failed?.name);
  return new MaxComputeTaskError({
    taskName: failed?.name ?? "",
    status: failed?.status ?? "UNKNOWN",
    instanceId: instance.id,
    content: result?.content.trim() ?? "",
  });
}

/** Whether a failed poll says nothing about the job. With keys that never change a refusal stays one. */
function isTransient(error: unknown, rotates: boolean): boolean {
  if (isCredentialsError(error)) return !error.permanent;
  if (error instanceof MaxComputeServiceError) {
    const refusal = error.kind === "auth-expired" || error.kind === "auth-invalid";
    return refusal ? rotates : ["clock-skew", "server", "throttled"].includes(error.kind);
  }
  return error instanceof MaxComputeClientError && (error.code === "NETWORK" || error.code === "TIMEOUT");
}
