import { listMembers } from "../client/list-members.js";
import type { ListOptions, ServiceContext } from "../client/service-context.js";
import { dateOf, textOf } from "../xml/xml-element.js";

/** A schema of a three-level project. What the service left out is `null`. */
export interface SchemaInfo {
  readonly name: string;
  readonly owner: string | null;
  readonly description: string | null;
  readonly type: string | null;
  readonly createTime: Date | null;
  readonly lastModifiedTime: Date | null;
}

/** The schemas of a project. */
export class Schemas {
  readonly #context: ServiceContext;

  constructor(context: ServiceContext) {
    this.#context = context;
  }

  /** All schemas, page by page. */
  list(options: ListOptions = {}): AsyncGenerator<SchemaInfo, void, undefined> {
    return listMembers(
      this.#context,
      {
        name: "schemas",
        resource: (project) => ({ kind: "schemas", project }),
        element: "Schema",
        read: (element) => ({
          name: textOf(element, "Name") ?? "",
          owner: textOf(element, "Owner") || null,
          description: textOf(element, "Description") || null,
          type: textOf(element, "Type") || null,
          createTime: dateOf(element, "CreateTime"),
          lastModifiedTime: dateOf(element, "LastModifiedTime"),
        }),
      },
      options,
    );
  }
}
