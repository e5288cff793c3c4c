import { parseProject, readProject, type Project } from "./parse-project.js";
import { exists } from "../client/exists.js";
import { listAll } from "../client/paged-list.js";
import { listQuery, projectOf, type ListOptions, type ServiceContext } from "../client/service-context.js";
import { childrenOf, textOf } from "../xml/xml-element.js";
import { parseXmlRoot } from "../xml/parse-xml.js";

/** Options of {@link Projects.get}. */
export interface GetProjectOptions {
  /** `all` adds inherited properties, `extended` what the service computes. */
  readonly properties?: "all" | "extended" | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The projects this account sees. */
export class Projects {
  readonly #context: ServiceContext;

  constructor(context: ServiceContext) {
    this.#context = context;
  }

  /** One project; the client's own by default. */
  async get(name?: string, options: GetProjectOptions = {}): Promise<Project> {
    const project = projectOf(this.#context, { project: name });
    const answer = await this.#context.requester.call({
      operation: `get project ${project}`,
      method: "GET",
      resource: { kind: "project", project },
      query: {
        properties: options.properties === "all" ? "all" : undefined,
        extended: options.properties === "extended" ? "" : undefined,
      },
      repeat: "always",
      signal: options.signal,
    });
    return parseProject(answer.text, answer.headers);
  }

  /** Whether a project is there for this account. */
  exists(name?: string, options: { readonly signal?: AbortSignal | undefined } = {}): Promise<boolean> {
    return exists(this.get(name, options));
  }

  /** All projects, page by page. */
  list(options: Omit<ListOptions, "project"> = {}): AsyncGenerator<Project, void, undefined> {
    return listAll("list projects", async (marker) => {
      const answer = await this.#context.requester.call({
        operation: "list projects",
        method: "GET",
        resource: { kind: "projects" },
        query: listQuery(options, marker),
        repeat: "always",
        signal: options.signal,
      });
      const root = parseXmlRoot(answer.text, "Projects");
      return {
        marker: textOf(root, "Marker") || null,
        items: childrenOf(root, "Project").map((element) => readProject(element)),
      };
    });
  }
}
