import { listMembers } from "../client/list-members.js";
import type { ListOptions, SchemaCallOptions, ServiceContext } from "../client/service-context.js";
import { dateOf, integerOf, textOf } from "../xml/xml-element.js";

/** A file, jar, archive or table that jobs may use. What the service left out is `null`. */
export interface ResourceInfo {
  readonly name: string;
  readonly owner: string | null;
  readonly comment: string | null;
  readonly type: string | null;
  readonly creationTime: Date | null;
  readonly lastModifiedTime: Date | null;
  /** In bytes. */
  readonly size: number | null;
}

/** The resources of a project or schema. */
export class Resources {
  readonly #context: ServiceContext;

  constructor(context: ServiceContext) {
    this.#context = context;
  }

  /** All resources, page by page. */
  list(options: ListOptions & SchemaCallOptions = {}): AsyncGenerator<ResourceInfo, void, undefined> {
    return listMembers(
      this.#context,
      {
        name: "resources",
        resource: (project) => ({ kind: "resources", project }),
        element: "Resource",
        read: (element) => ({
          name: textOf(element, "Name") ?? "",
          owner: textOf(element, "Owner") || null,
          comment: textOf(element, "Comment") || null,
          type: textOf(element, "ResourceType") || null,
          creationTime: dateOf(element, "CreationTime"),
          lastModifiedTime: dateOf(element, "LastModifiedTime"),
          size: integerOf(element, "ResourceSize"),
        }),
      },
      options,
    );
  }
}
