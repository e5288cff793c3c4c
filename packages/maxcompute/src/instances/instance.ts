import { parseDate } from "../xml/xml-element.js";
import { defaultTaskName } from "./build-sql-instance-xml.js";
import {
  parseInstanceStatus,
  parseProgress,
  parseTaskResults,
  parseTaskStatuses,
  type InstanceStatus,
  type StageProgress,
  type TaskResult,
  type TaskStatus,
} from "./parse-instance.js";
import { parseDescriptorTypes } from "./parse-result-descriptor.js";
import { parseSelectCsv } from "./parse-select-csv.js";
import { inlineResult, isInlineExact, textResult, tunnelResult, type ResultSet } from "./result-set.js";
import { throwIfFailed } from "./throw-if-failed.js";
import { waitForInstance, type WaitOptions } from "./wait.js";
import type { Answer } from "../client/call.js";
import type { Query } from "../client/build-url.js";
import type { ServiceContext } from "../client/service-context.js";
import { invalidResponse } from "../errors/client-error.js";
import { MaxComputeServiceError } from "../errors/service-error.js";
import type { Tunnel } from "../tunnel/tunnel.js";

/** Options of every call of an instance. */
export interface InstanceCallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Options of {@link Instance.results}. */
export interface ResultOptions extends InstanceCallOptions {
  /**
   * `inline`: the short form, at most 10,000 rows, some types as text. `tunnel`: all rows, exactly typed. `auto` (the default):
   * inline when that is complete and exact, else the tunnel.
   */
  readonly source?: "auto" | "inline" | "tunnel" | undefined;
  /** Default: the instance's only task. */
  readonly taskName?: string | undefined;
}

/** How an instance stands. */
export interface InstanceInfo {
  readonly status: InstanceStatus;
  readonly owner: string | null;
  readonly startTime: Date | null;
  readonly endTime: Date | null;
}

/** What an instance was started with. */
export interface InstanceOrigin {
  readonly id: string;
  readonly project: string;
  /** The submission's own id, where it was submitted here. */
  readonly uuid?: string | undefined;
  readonly taskName?: string | undefined;
  /** The results of an instance that ended while it was submitted. */
  readonly results?: readonly TaskResult[] | undefined;
}

/** A running or finished job. */
export class Instance {
  readonly id: string;
  readonly project: string;
  /** The submission's own id; `undefined` for an instance that was submitted elsewhere. */
  readonly uuid: string | undefined;
  readonly #taskName: string;
  readonly #context: ServiceContext;
  readonly #tunnel: Tunnel;
  readonly #results: readonly TaskResult[] | undefined;

  constructor(context: ServiceContext, tunnel: Tunnel, origin: InstanceOrigin) {
    this.#context = context;
    this.#tunnel = tunnel;
    this.id = origin.id;
    this.project = origin.project;
    this.uuid = origin.uuid;
    this.#taskName = origin.taskName || defaultTaskName;
    this.#results = origin.results;
  }

  /** Where the instance stands, and whose it is. */
  async status(options: InstanceCallOptions = {}): Promise<InstanceInfo> {
    const { text, headers } = await this.#get("status", {}, options);
    return {
      status: parseInstanceStatus(text),
      owner: headers["x-odps-owner"] ?? null,
      startTime: parseDate(headers["x-odps-start-time"]),
      endTime: parseDate(headers["x-odps-end-time"]),
    };
  }

  /** The instance's tasks and where they stand. */
  async tasks(options: InstanceCallOptions = {}): Promise<readonly TaskStatus[]> {
    return parseTaskStatuses((await this.#get("tasks", { taskstatus: "" }, options)).text);
  }

  /** The stages of a running task. */
  async progress(
    taskName: string = this.#taskName,
    options: InstanceCallOptions = {},
  ): Promise<readonly StageProgress[]> {
    return parseProgress((await this.#get("progress", { instanceprogress: "", taskname: taskName }, options)).text);
  }

  /** The service's summary of a task: JSON and text, as it gives them. */
  async summary(taskName: string = this.#taskName, options: InstanceCallOptions = {}): Promise<string> {
    return (await this.#get("summary", { instancesummary: "", taskname: taskName }, options)).text;
  }

  /** The service's details of a task, as it gives them. */
  async detail(taskName: string = this.#taskName, options: InstanceCallOptions = {}): Promise<string> {
    return (await this.#get("detail", { instancedetail: "", taskname: taskName }, options)).text;
  }

  /** The quota a task runs in: JSON, as the service gives it. */
  async quota(taskName: string = this.#taskName, options: InstanceCallOptions = {}): Promise<string> {
    return (await this.#get("quota", { instancequota: "", taskname: taskName }, options)).text;
  }

  /**
   * Waits until all tasks have succeeded. Survives failing polls and credentials that expire meanwhile. Throws
   * `MaxComputeTaskError` when a task failed, `WAIT_TIMEOUT` and `ABORTED` (the job goes on unless `terminateOnTimeout`).
   */
  wait(options: WaitOptions = {}): Promise<readonly TaskStatus[]> {
    if (this.#results === undefined) return waitForInstance(this, this.#context, options);
    const ended = this.#results.map(
      ({ name, status, type }) =>
        ({ name, type, status: status ?? "SUCCESS", startTime: null, endTime: null }) as const,
    );
    return Promise.resolve(ended);
  }

  /** The tasks' results as the service gives them. */
  async taskResults(options: InstanceCallOptions = {}): Promise<readonly TaskResult[]> {
    return this.#results ?? parseTaskResults((await this.#get("result", { result: "" }, options)).text).results;
  }

  /**
   * The rows of a SELECT, typed; the text of any other statement. Wait for the end of the instance first. Rejects with
   * `MaxComputeTaskError` when the task failed.
   */
  async results(options: ResultOptions = {}): Promise<ResultSet> {
    const { signal, source = "auto" } = options;
    if (source === "tunnel") return tunnelResult(await this.#openTunnel(signal), signal);
    const result = this.#pick(await this.taskResults(options), options.taskName);
    throwIfFailed([result], this.id);
    if (result.format !== "csv") return textResult(result.content);
    const csv = parseSelectCsv(result.content);
    const described = parseDescriptorTypes(result.descriptor);
    const types = csv.columns.map((_, index) => described[index]);
    if (source === "inline" || isInlineExact(csv, types)) return inlineResult(csv, types);
    try {
      return tunnelResult(await this.#openTunnel(signal), signal);
    } catch (error) {
      if (!(error instanceof MaxComputeServiceError) || error.code !== "InstanceTypeNotSupported") throw error;
      return inlineResult(csv, types);
    }
  }

  /** Stops the instance. One that has ended already counts as stopped. */
  async terminate(options: InstanceCallOptions = {}): Promise<void> {
    try {
      await this.#context.requester.call({
        operation: `terminate instance ${this.id}`,
        method: "PUT",
        resource: { kind: "instance", project: this.project, instance: this.id },
        headers: { "Content-Type": "application/xml" },
        body: () => Buffer.from("<Instance><Status>Terminated</Status></Instance>"),
        repeat: "always",
        signal: options.signal,
      });
    } catch (error) {
      const ended = error instanceof MaxComputeServiceError && error.code === "InvalidStateSetting";
      if (!ended || (await this.status(options)).status !== "Terminated") throw error;
    }
  }

  /** A poll's answer: the tasks and the instance's own status. */
  async poll(
    options: InstanceCallOptions,
  ): Promise<{ readonly tasks: readonly TaskStatus[]; readonly status: InstanceStatus }> {
    const { text } = await this.#get("tasks", { taskstatus: "" }, options);
    return { tasks: parseTaskStatuses(text), status: parseInstanceStatus(text) };
  }

  #openTunnel(signal: AbortSignal | undefined): ReturnType<Tunnel["downloadInstance"]> {
    return this.#tunnel.downloadInstance(this.id, { project: this.project, signal });
  }

  #pick(results: readonly TaskResult[], taskName: string | undefined): TaskResult {
    const wanted = taskName ?? this.#taskName;
    const found =
      results.find((result) => result.name === wanted) ??
      (taskName === undefined && results.length === 1 ? results[0] : undefined);
    if (found === undefined) throw invalidResponse(`instance ${this.id} has no result of a task ${wanted}`);
    return found;
  }

  #get(what: string, query: Query, options: InstanceCallOptions): Promise<Answer> {
    return this.#context.requester.call({
      operation: `get the ${what} of instance ${this.id}`,
      method: "GET",
      resource: { kind: "instance", project: this.project, instance: this.id },
      query,
      repeat: "always",
      signal: options.signal,
    });
  }
}
