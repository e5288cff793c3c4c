import { headerOf } from "../errors/parse-error.js";
import { childOf, childrenOf, dateOf, parseDate, textOf, type XmlElement } from "../xml/xml-element.js";
import { parseXmlRoot } from "../xml/parse-xml.js";

/** Where a project stands. */
export type ProjectState = "AVAILABLE" | "DELETING" | "FROZEN" | "READONLY" | "UNKNOWN";

/** A project. What the service left out is `null`. */
export interface Project {
  readonly name: string;
  /** `managed` or `external`. */
  readonly type: string | null;
  readonly comment: string | null;
  readonly state: ProjectState;
  readonly projectGroupName: string | null;
  readonly properties: ReadonlyMap<string, string>;
  readonly defaultCluster: string | null;
  readonly tenantId: string | null;
  readonly region: string | null;
  readonly owner: string | null;
  readonly creationTime: Date | null;
  readonly lastModifiedTime: Date | null;
}

const states = ["AVAILABLE", "READONLY", "DELETING", "FROZEN"] as const;

/** One `<Project>`; headers, where given, win over it. */
export function readProject(element: XmlElement, headers: Readonly<Record<string, string>> = {}): Project {
  const state = textOf(element, "State")?.toUpperCase();
  return {
    name: textOf(element, "Name") ?? "",
    type: textOf(element, "Type") || null,
    comment: textOf(element, "Comment") || null,
    state: states.find((candidate) => candidate === state) ?? "UNKNOWN",
    projectGroupName: textOf(element, "ProjectGroupName") || null,
    properties: new Map(
      childrenOf(childOf(element, "Properties"), "Property").map((property) => [
        textOf(property, "Name") ?? "",
        textOf(property, "Value") ?? "",
      ]),
    ),
    defaultCluster: textOf(element, "DefaultCluster") || null,
    tenantId: textOf(element, "TenantId") || null,
    region: textOf(element, "Region") || null,
    owner: headerOf(headers, "x-odps-owner") || textOf(element, "Owner") || null,
    creationTime: parseDate(headerOf(headers, "x-odps-creation-time")) ?? dateOf(element, "CreationTime"),
    lastModifiedTime: parseDate(headerOf(headers, "last-modified")) ?? dateOf(element, "LastModifiedTime"),
  };
}

/** A single project's answer. Throws `INVALID_RESPONSE` for other XML. */
export function parseProject(xml: string, headers: Readonly<Record<string, string>> = {}): Project {
  return readProject(parseXmlRoot(xml, "Project"), headers);
}
