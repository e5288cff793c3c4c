import { httpDate } from "../../clock/http-date.js";
import { jsonAnswer, type Answer } from "../../http/answer.js";
import { readXml } from "../../xml/read-xml.js";
import { escapeText } from "../../xml/write-xml.js";
import { badRequest, conflict, notFound } from "../failures.js";
import { Instance, type Outcome } from "../instance.js";
import { newId, type Project } from "../project.js";
import { xmlAnswer, type RestCall } from "./rest-call.js";

/** How submitted jobs behave. */
export interface JobSettings {
  /** How long a job runs, in ms of the emulator's time. */
  readonly runTime: number;
}

/** `POST /projects/{p}/instances`. */
export async function submit(call: RestCall, settings: JobSettings): Promise<Answer> {
  const { exchange, project } = call;
  const sql = readXml((await exchange.readBody()).toString(), "Instance")
    ?.first("Job")
    ?.first("Tasks")
    ?.first("SQL");
  const query = sql?.textOf("Query")?.trim();
  if (query === undefined || !query.endsWith(";")) {
    throw badRequest(
      "InvalidXml",
      "ODPS-0420031: Invalid xml in HTTP request body - the query is missing or unterminated",
    );
  }
  const now = exchange.now();
  const instance = new Instance({
    id: newId(now, "g"),
    taskName: sql?.textOf("Name")?.trim() ?? "AnonymousSQLTask",
    startedAt: now,
    endsAt: now + settings.runTime,
    outcome: runStatement(project, query),
  });
  project.instances.set(instance.id, instance);
  return { status: 201, headers: { Location: `${call.baseUrl}/projects/${project.name}/instances/${instance.id}` } };
}

function runStatement(project: Project, query: string): Outcome {
  try {
    return { selection: project.warehouse.run(query) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : "ODPS-0010000: System internal error" };
  }
}

/** The instance a call means. Throws the failure of one that is not there. */
export function findInstance(project: Project, id: string): Instance {
  const instance = project.instances.get(id);
  if (instance !== undefined) return instance;
  throw notFound("NoSuchInstance", `ODPS-0420111: Instance not found - ${id}`);
}

/** `GET /projects/{p}/instances/{i}` with what its query asks for. */
export function getInstance({ exchange, project, names: [id = ""] }: RestCall): Answer {
  const instance = findInstance(project, id);
  const now = exchange.now();
  const asked = (name: string): boolean => exchange.parameter(name) !== undefined;
  const status = instance.isTerminated(now) ? "Terminated" : "Running";
  if (asked("taskstatus")) {
    return statusAnswer(instance, now);
  }
  if (asked("result")) {
    return resultAnswer(instance);
  }
  if (asked("instanceprogress")) return progressAnswer(instance, now);
  if (asked("instancesummary"))
    return jsonAnswer(200, { Instance: { JsonSummary: "{}", Summary: "resource cost: cpu 0.01" } });
  if (asked("instancedetail")) return jsonAnswer(200, { Instance: { Stages: [] } });
  if (asked("instancequota")) return jsonAnswer(200, { Quota: "default" });
  return xmlAnswer(
    "Instance",
    { Status: status },
    {
      "x-odps-owner": project.owner,
      "x-odps-start-time": httpDate(instance.startedAt),
      "x-odps-end-time": status === "Terminated" ? httpDate(instance.endedAt) : "",
    },
  );
}

// These answers have attributes and CDATA, which the writer of elements does not do.
function xmlText(body: string): Answer {
  return {
    status: 200,
    headers: { "Content-Type": "application/xml" },
    body: `<?xml version="1.0" encoding="UTF-8"?>${body}`,
  };
}

function statusAnswer(instance: Instance, now: number): Answer {
  const [first = "", ...rest] = instance.status(now);
  const ended = instance.isTerminated(now);
  const times = `<StartTime>${httpDate(instance.startedAt)}</StartTime><EndTime>${ended ? httpDate(instance.endedAt) : ""}</EndTime>`;
  const status = `<Status>${first}${rest.join("").toLowerCase()}</Status>`;
  const task = `<Task Type="SQL"><Name>${escapeText(instance.taskName)}</Name>${times}${status}</Task>`;
  return xmlText(`<Instance><Status>${ended ? "Terminated" : "Running"}</Status><Tasks>${task}</Tasks></Instance>`);
}

function resultAnswer(instance: Instance): Answer {
  const { format, content } = instance.result;
  const result = `<Result Transform="Base64" Format="${format}"><![CDATA[${Buffer.from(content).toString("base64")}]]></Result>`;
  const columns = instance.selection?.columns.map(({ name, text }) => ({ Name: name, Type: text })) ?? [];
  const descriptor = JSON.stringify({ IsSelect: instance.selection !== undefined, Schema: { Columns: columns } });
  const task = `<Task Type="SQL"><Name>${escapeText(instance.taskName)}</Name>${result}<ResultDescriptor><![CDATA[${descriptor}]]></ResultDescriptor></Task>`;
  return xmlText(`<Instance><Tasks>${task}</Tasks></Instance>`);
}

function progressAnswer(instance: Instance, now: number): Answer {
  const percent = instance.progress(now);
  const counts = `<TerminatedWorkers>${percent === 100 ? "1" : "0"}</TerminatedWorkers><RunningWorkers>${percent === 100 ? "0" : "1"}</RunningWorkers><TotalWorkers>1</TotalWorkers>`;
  const stage = `<Stage ID="M1"><Status>${percent === 100 ? "Terminated" : "Running"}</Status><BackupWorkers>0</BackupWorkers>${counts}<InputRecords>0</InputRecords><OutputRecords>0</OutputRecords><FinishedPercentage>${String(percent)}</FinishedPercentage></Stage>`;
  return xmlText(`<Progress>${stage}</Progress>`);
}

/** `PUT /projects/{p}/instances/{i}`: ends a job. */
export async function terminate({ exchange, project, names: [id = ""] }: RestCall): Promise<Answer> {
  const instance = findInstance(project, id);
  const status = readXml((await exchange.readBody()).toString(), "Instance")?.textOf("Status");
  if (status !== "Terminated")
    throw badRequest("InvalidXml", "ODPS-0420031: Invalid xml in HTTP request body - Status");
  if (!instance.cancel(exchange.now())) {
    throw conflict("InvalidStateSetting", "ODPS-0420061: Invalid parameter - the instance has terminated");
  }
  return { status: 200 };
}
