import type { Resource } from "./build-url.js";
import { listAll } from "./paged-list.js";
import {
  listQuery,
  projectOf,
  type ListOptions,
  type SchemaCallOptions,
  type ServiceContext,
} from "./service-context.js";
import { childrenOf, textOf, type XmlElement } from "../xml/xml-element.js";
import { parseXml } from "../xml/parse-xml.js";

/** One kind of thing a project has a list of. */
export interface MemberKind<T> {
  /** Plural, for messages. */
  readonly name: string;
  readonly resource: (project: string) => Resource;
  /** The element of one item. */
  readonly element: string;
  readonly read: (element: XmlElement) => T;
}

/** Lists the members of a project, or of a schema of it. */
export function listMembers<T>(
  context: ServiceContext,
  kind: MemberKind<T>,
  options: ListOptions & SchemaCallOptions,
): AsyncGenerator<T, void, undefined> {
  const operation = `list ${kind.name}`;
  return listAll(operation, async (marker) => {
    const answer = await context.requester.call({
      operation,
      method: "GET",
      resource: kind.resource(projectOf(context, options)),
      query: listQuery(options, marker),
      schema: options.schema ?? context.schema,
      repeat: "always",
      signal: options.signal,
    });
    const root = parseXml(answer.text);
    return { marker: textOf(root, "Marker") || null, items: childrenOf(root, kind.element).map(kind.read) };
  });
}
