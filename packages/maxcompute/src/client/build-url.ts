import { normalizeEndpoint } from "../config/endpoint.js";
import { invalidArgument } from "../errors/client-error.js";

/** Query parameters; `undefined` leaves one out, an empty text writes the bare key. */
export type Query = Readonly<Record<string, string | undefined>>;

/** What a URL points at. */
export type Resource =
  | { readonly kind: "projects" }
  | {
      readonly kind:
        "project" | "tables" | "schemas" | "functions" | "resources" | "instances" | "authorization" | "tunnel";
      readonly project: string;
    }
  | { readonly kind: "table"; readonly project: string; readonly table: string }
  | { readonly kind: "schema"; readonly project: string; readonly schema: string }
  | { readonly kind: "instance"; readonly project: string; readonly instance: string }
  /** A table on the tunnel host, where the schema is part of the path. */
  | {
      readonly kind: "tunnelTable";
      readonly project: string;
      readonly schema?: string | undefined;
      readonly table: string;
    }
  | { readonly kind: "logviewHost" | "webconsoleHost" };

/** What {@link buildUrl} puts together. */
export interface UrlParts {
  readonly endpoint: string;
  readonly resource: Resource;
  readonly query?: Query | undefined;
  /** Sent as `curr_schema` with tables, functions and resources. */
  readonly schema?: string | undefined;
  /** Sent as `curr_project` unless the query has one. */
  readonly defaultProject?: string | undefined;
}

/** Kinds whose schema travels in the query. */
const schemaMembers: ReadonlySet<Resource["kind"]> = new Set<Resource["kind"]>([
  "table",
  "tables",
  "functions",
  "resources",
]);

/** The URL of a call: encoded segments, sorted query, bare keys for empty values. Throws `INVALID_ARGUMENT` for `.`, `..` and empty names. */
export function buildUrl(parts: UrlParts): string {
  const query = new Map<string, string>();
  for (const [key, value] of Object.entries(parts.query ?? {})) if (value !== undefined) query.set(key, value);
  if (isSet(parts.defaultProject) && !query.has("curr_project")) query.set("curr_project", parts.defaultProject);
  if (isSet(parts.schema) && schemaMembers.has(parts.resource.kind) && !query.has("curr_schema"))
    query.set("curr_schema", parts.schema);
  const path = segments(parts.resource).map(encodeSegment).join("/");
  return `${normalizeEndpoint(parts.endpoint)}/${path}${queryText(query)}`;
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== "";
}

function segments(resource: Resource): readonly string[] {
  switch (resource.kind) {
    case "projects":
      return ["projects"];
    case "project":
      return ["projects", resource.project];
    case "functions":
      return ["projects", resource.project, "registration", "functions"];
    case "tables":
    case "schemas":
    case "resources":
    case "instances":
    case "authorization":
    case "tunnel":
      return ["projects", resource.project, resource.kind];
    case "table":
      return ["projects", resource.project, "tables", resource.table];
    case "schema":
      return ["projects", resource.project, "schemas", resource.schema];
    case "instance":
      return ["projects", resource.project, "instances", resource.instance];
    case "tunnelTable":
      return [
        "projects",
        resource.project,
        ...(isSet(resource.schema) ? ["schemas", resource.schema] : []),
        "tables",
        resource.table,
      ];
    case "logviewHost":
      return ["logview", "host"];
    case "webconsoleHost":
      return ["webconsole", "host"];
  }
}

function encodeSegment(name: string): string {
  if (name === "" || name === "." || name === "..")
    throw invalidArgument(`a name must not be ${name === "" ? "empty" : name}`);
  return encode(name);
}

function queryText(query: ReadonlyMap<string, string>): string {
  if (query.size === 0) return "";
  const pairs = [...query.keys()].sort().map((key) => {
    const value = query.get(key) ?? "";
    // Parentheses too, as the other SDKs write `rowrange=(0,10)`.
    return value === "" ? encode(key) : `${encode(key)}=${encode(value).replaceAll("(", "%28").replaceAll(")", "%29")}`;
  });
  return `?${pairs.join("&")}`;
}

function encode(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch (cause) {
    throw invalidArgument("a name or query value has a lone surrogate", cause);
  }
}
