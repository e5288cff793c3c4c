import type { Hints } from "../instances/build-sql-instance-xml.js";
import type { Requester } from "./requester.js";
import { invalidArgument } from "../errors/client-error.js";

/** What every group of calls works with. */
export interface ServiceContext {
  readonly requester: Requester;
  readonly project: string | undefined;
  readonly schema: string | undefined;
  readonly hints: Hints;
  readonly region: string | undefined;
  readonly tunnelEndpoint: string | undefined;
  readonly tunnelQuotaName: string | undefined;
  readonly logviewHost: string | undefined;
}

/** Options of every call on one project. */
export interface CallOptions {
  /** Default: the client's project. */
  readonly project?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Options of every call on members of a schema. */
export interface SchemaCallOptions extends CallOptions {
  /** Default: the client's schema. */
  readonly schema?: string | undefined;
}

/** Options of every list. */
export interface ListOptions extends CallOptions {
  /** Names starting with this. */
  readonly prefix?: string | undefined;
  readonly owner?: string | undefined;
  /** Items of one page. Default: the service's. */
  readonly pageSize?: number | undefined;
}

/** The project of a call. Throws `INVALID_ARGUMENT` when neither the call nor the client names one. */
export function projectOf(context: ServiceContext, options: CallOptions): string {
  const project = options.project ?? context.project;
  if (project === undefined || project === "")
    throw invalidArgument("no project: pass one to the call or to the client");
  return project;
}

/** The query of one page of a list. */
export function listQuery(
  options: Pick<ListOptions, "prefix" | "owner" | "pageSize">,
  marker: string | undefined,
): Record<string, string | undefined> {
  return {
    expectmarker: "true",
    name: options.prefix || undefined,
    owner: options.owner || undefined,
    maxitems: options.pageSize === undefined ? undefined : String(options.pageSize),
    marker,
  };
}
