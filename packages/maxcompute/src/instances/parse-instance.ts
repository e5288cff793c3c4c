import { childOf, childrenOf, dateOf, integerOf, textOf, type XmlElement } from "../xml/xml-element.js";
import { parseXmlRoot } from "../xml/parse-xml.js";
import { invalidResponse } from "../errors/client-error.js";

/** Where an instance stands. `Unknown` is not an end. */
export type InstanceStatus = "Running" | "Suspended" | "Terminated" | "Unknown";

/** Where a task stands. */
export type TaskState = "CANCELLED" | "FAILED" | "RUNNING" | "SUCCESS" | "SUSPENDED" | "UNKNOWN" | "WAITING";

/** One task of an instance. */
export interface TaskStatus {
  readonly name: string;
  /** The element of the task, e.g. `SQL`. */
  readonly type: string;
  readonly status: TaskState;
  readonly startTime: Date | null;
  readonly endTime: Date | null;
}

/** What an instance's tasks say together. */
export type TaskOutcome = "failed" | "pending" | "success";

/** One task's result. */
export interface TaskResult {
  readonly name: string;
  readonly type: string;
  readonly status: TaskState | null;
  /** `csv` for a SELECT, `text` for anything else. */
  readonly format: string | null;
  /** The result's text, decoded but not trimmed; the error text of a failed task. */
  readonly content: string;
  /** `ResultDescriptor` of a SELECT, verbatim. */
  readonly descriptor?: string;
}

/** One stage of a running task. */
export interface StageProgress {
  readonly id: string;
  readonly status: string | null;
  readonly backupWorkers: number | null;
  readonly terminatedWorkers: number | null;
  readonly runningWorkers: number | null;
  readonly totalWorkers: number | null;
  readonly inputRecords: number | null;
  readonly outputRecords: number | null;
  readonly finishedPercentage: number | null;
}

const instanceStatuses: ReadonlyMap<string, InstanceStatus> = new Map([
  ["running", "Running"],
  ["suspended", "Suspended"],
  ["terminated", "Terminated"],
]);

/** The status of an `<Instance>` answer, in any case. Throws `INVALID_RESPONSE` for other XML. */
export function parseInstanceStatus(xml: string): InstanceStatus {
  const text = textOf(parseXmlRoot(xml, "Instance"), "Status") ?? "";
  return instanceStatuses.get(text.toLowerCase()) ?? "Unknown";
}

/** The tasks of a `?taskstatus` answer. Throws `INVALID_RESPONSE` for other XML. */
export function parseTaskStatuses(xml: string): TaskStatus[] {
  return taskElements(xml).map((task) => ({
    name: textOf(task, "Name") ?? "",
    type: task.attributes["Type"] ?? "",
    status: taskState(textOf(task, "Status")),
    startTime: dateOf(task, "StartTime"),
    endTime: dateOf(task, "EndTime"),
  }));
}

function taskElements(xml: string): readonly XmlElement[] {
  return childrenOf(childOf(parseXmlRoot(xml, "Instance"), "Tasks"), "Task");
}

const taskStates: ReadonlySet<string> = new Set<TaskState>([
  "CANCELLED",
  "FAILED",
  "RUNNING",
  "SUCCESS",
  "SUSPENDED",
  "WAITING",
]);

function isTaskState(text: string): text is TaskState {
  return taskStates.has(text);
}

function taskState(text: string | undefined): TaskState {
  const upper = text?.toUpperCase() ?? "";
  return isTaskState(upper) ? upper : "UNKNOWN";
}

/** Any failed, cancelled or suspended task fails all; all must have succeeded, and be some; else it goes on. Takes the tasks or their XML. */
export function taskOutcome(tasks: string | readonly Pick<TaskStatus, "status">[]): TaskOutcome {
  const states = (typeof tasks === "string" ? parseTaskStatuses(tasks) : tasks).map((task) => task.status);
  if (states.some((state) => state === "FAILED" || state === "CANCELLED" || state === "SUSPENDED")) return "failed";
  return states.length > 0 && states.every((state) => state === "SUCCESS") ? "success" : "pending";
}

/** The results of a `?result` answer, or of a submit that finished at once. Throws `INVALID_RESPONSE` for other XML. */
export function parseTaskResults(xml: string): { readonly results: readonly TaskResult[] } {
  return {
    results: taskElements(xml).map((task) => {
      const result = childOf(task, "Result");
      const status = textOf(task, "Status");
      const descriptor = textOf(task, "ResultDescriptor") ?? textOf(result, "ResultDescriptor");
      return {
        name: textOf(task, "Name") ?? "",
        type: task.attributes["Type"] ?? "",
        status: status === undefined || status === "" ? null : taskState(status),
        format: result?.attributes["Format"] ?? null,
        content: resultContent(result),
        ...(descriptor === undefined || descriptor === "" ? {} : { descriptor }),
      };
    }),
  };
}

function resultContent(result: XmlElement | undefined): string {
  if (result === undefined) return "";
  return result.attributes["Transform"] === "Base64" ? (decodeBase64(result.text) ?? result.text) : result.text;
}

/** Well-formed padded base64 as UTF-8 text; `undefined` for anything else. */
function decodeBase64(text: string): string | undefined {
  const compact = text.replace(/\s+/g, "");
  const wellFormed = compact.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(compact);
  if (!wellFormed) return undefined;
  const bytes = Buffer.from(compact, "base64");
  return bytes.toString("base64") === compact ? bytes.toString("utf8") : undefined;
}

/** The stages of an `?instanceprogress` answer. Throws `INVALID_RESPONSE` for other XML. */
export function parseProgress(xml: string): StageProgress[] {
  return childrenOf(parseXmlRoot(xml, "Progress"), "Stage").map((stage) => ({
    id: stage.attributes["ID"] ?? "",
    status: textOf(stage, "Status") ?? null,
    backupWorkers: integerOf(stage, "BackupWorkers"),
    terminatedWorkers: integerOf(stage, "TerminatedWorkers"),
    runningWorkers: integerOf(stage, "RunningWorkers"),
    totalWorkers: integerOf(stage, "TotalWorkers"),
    inputRecords: integerOf(stage, "InputRecords"),
    outputRecords: integerOf(stage, "OutputRecords"),
    finishedPercentage: integerOf(stage, "FinishedPercentage"),
  }));
}

/** The instance id at the end of a `Location` header. Throws `INVALID_RESPONSE` when there is none. */
export function instanceIdFromLocation(location: string | null | undefined): string {
  const id = location?.slice(location.lastIndexOf("/") + 1) ?? "";
  if (id === "") throw invalidResponse("the service created an instance but its Location header has no id");
  return id;
}
