import { listMembers } from "../client/list-members.js";
import type { ListOptions, SchemaCallOptions, ServiceContext } from "../client/service-context.js";
import { childOf, childrenOf, dateOf, textOf } from "../xml/xml-element.js";

/** A registered function. What the service left out is `null`. */
export interface FunctionInfo {
  readonly name: string;
  readonly owner: string | null;
  readonly creationTime: Date | null;
  readonly classType: string | null;
  /** Names of the resources it is made of. */
  readonly resources: readonly string[];
}

/** The functions of a project or schema. */
export class Functions {
  readonly #context: ServiceContext;

  constructor(context: ServiceContext) {
    this.#context = context;
  }

  /** All functions, page by page. */
  list(options: ListOptions & SchemaCallOptions = {}): AsyncGenerator<FunctionInfo, void, undefined> {
    return listMembers(
      this.#context,
      {
        name: "functions",
        resource: (project) => ({ kind: "functions", project }),
        element: "Function",
        read: (element) => ({
          name: textOf(element, "Alias") ?? "",
          owner: textOf(element, "Owner") || null,
          creationTime: dateOf(element, "CreationTime"),
          classType: textOf(element, "ClassType") || null,
          resources: childrenOf(childOf(element, "Resources"), "ResourceName").map((name) => name.text.trim()),
        }),
      },
      options,
    );
  }
}
