import { invalidArgument } from "../errors/client-error.js";
import { escapeXml } from "../xml/escape-xml.js";

/** A value of a hint; `undefined` and `null` leave the hint out. */
export type HintValue = string | number | bigint | boolean | null | undefined;

/** Settings of a statement, e.g. `{ "odps.sql.mapper.split.size": 16 }`. */
export type Hints = Readonly<Record<string, HintValue>>;

/** What a SQL job consists of. */
export interface SqlInstance {
  readonly query: string;
  /** Random UUID, once per submission. */
  readonly uuid: string;
  readonly hints?: Hints | undefined;
  /** The schema names without one belong to; a hint of the same meaning wins. */
  readonly schema?: string | undefined;
  readonly aliases?: Readonly<Record<string, string>> | undefined;
  /** Default `AnonymousSQLTask`. */
  readonly taskName?: string | undefined;
  readonly jobName?: string | undefined;
  /** 0 is the highest. Default 9. */
  readonly priority?: number | undefined;
  /** The caller's own id of the submission, sent as `Guid`. */
  readonly uniqueId?: string | undefined;
}

/** The name of a task when the caller gives none. */
export const defaultTaskName = "AnonymousSQLTask";

/** The body that submits a SQL job. Throws `INVALID_ARGUMENT` for an empty query, a bad priority, or text XML cannot carry. */
export function buildSqlInstanceXml(instance: SqlInstance): string {
  const { priority = 9 } = instance;
  if (!Number.isSafeInteger(priority) || priority < 0) throw invalidArgument("priority must be an integer from 0");
  const properties = [
    property("type", "sql"),
    property("settings", JSON.stringify(settings(instance))),
    ...(instance.aliases === undefined ? [] : [property("aliases", JSON.stringify(instance.aliases))]),
    property("uuid", instance.uuid),
  ];
  const task = [
    element("Name", isSet(instance.taskName) ? instance.taskName : defaultTaskName),
    `<Config>${properties.join("")}</Config>`,
    element("Query", terminated(instance.query)),
  ];
  const job = [
    ...(isSet(instance.jobName) ? [element("Name", instance.jobName)] : []),
    element("Priority", String(priority)),
    ...(isSet(instance.uniqueId) ? [element("Guid", instance.uniqueId)] : []),
    `<Tasks><SQL>${task.join("")}</SQL></Tasks>`,
  ];
  return `<Instance><Job>${job.join("")}</Job></Instance>`;
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== "";
}

function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text, name)}</${name}>`;
}

function property(name: string, value: string): string {
  return `<Property>${element("Name", name)}<Value>${escapeXml(value, name)}</Value></Property>`;
}

function settings(instance: SqlInstance): Record<string, string> {
  const schema = isSet(instance.schema)
    ? {
        "odps.namespace.schema": "true",
        "odps.sql.allow.namespace.schema": "true",
        "odps.default.schema": instance.schema,
      }
    : {};
  const hints = Object.entries(instance.hints ?? {}).filter(([, value]) => value !== undefined && value !== null);
  return { ...schema, ...Object.fromEntries(hints.map(([name, value]) => [name, String(value)])) };
}

/** The trimmed query ending in a semicolon, which goes on a line of its own where the last line may be a comment. */
function terminated(query: string): string {
  const trimmed = query.trim();
  if (trimmed === "") throw invalidArgument("the query is empty");
  if (trimmed.endsWith(";")) return trimmed;
  const lastLine = trimmed.slice(trimmed.lastIndexOf("\n") + 1);
  return lastLine.includes("--") ? `${trimmed}\n;` : `${trimmed};`;
}
