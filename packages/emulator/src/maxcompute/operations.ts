import type { Exchange } from "../http/exchange.js";
import { percentDecode } from "../http/query.js";

/** What a request asks for, and the names in its path. */
export interface Operation {
  readonly name: string;
  readonly project: string | undefined;
  readonly names: readonly string[];
}

/** A request line that has a name: method, decoded path, and a query item that must be there. */
interface Pattern {
  readonly name: string;
  readonly method: string;
  readonly path: RegExp;
  readonly query?: string;
}

const rest: readonly Pattern[] = [
  { name: "ListProjects", method: "GET", path: /^\/projects$/ },
  { name: "GetTunnel", method: "GET", path: /^\/projects\/([^/]+)\/tunnel$/ },
  { name: "GetProject", method: "GET", path: /^\/projects\/([^/]+)$/ },
  { name: "ListSchemas", method: "GET", path: /^\/projects\/([^/]+)\/schemas$/ },
  { name: "ListFunctions", method: "GET", path: /^\/projects\/([^/]+)\/registration\/functions$/ },
  { name: "ListResources", method: "GET", path: /^\/projects\/([^/]+)\/resources$/ },
  { name: "ListTables", method: "GET", path: /^\/projects\/([^/]+)\/tables$/ },
  { name: "ListPartitions", method: "GET", path: /^\/projects\/([^/]+)\/tables\/([^/]+)$/, query: "partitions" },
  { name: "GetTable", method: "GET", path: /^\/projects\/([^/]+)\/tables\/([^/]+)$/ },
  { name: "SubmitInstance", method: "POST", path: /^\/projects\/([^/]+)\/instances$/ },
  { name: "GetInstance", method: "GET", path: /^\/projects\/([^/]+)\/instances\/([^/]+)$/ },
  { name: "TerminateInstance", method: "PUT", path: /^\/projects\/([^/]+)\/instances\/([^/]+)$/ },
  { name: "SignBearerToken", method: "POST", path: /^\/projects\/([^/]+)\/authorization$/, query: "sign_bearer_token" },
  { name: "LogviewHost", method: "GET", path: /^\/logview\/host$/ },
  { name: "WebConsoleHost", method: "GET", path: /^\/webconsole\/host$/ },
];

const table = /^\/projects\/([^/]+)(?:\/schemas\/([^/]+))?\/tables\/([^/]+)$/;
const result = /^\/projects\/([^/]+)\/instances\/([^/]+)$/;
const tunnel: readonly Pattern[] = [
  { name: "CreateTableDownload", method: "POST", path: table, query: "downloads" },
  { name: "CreateResultDownload", method: "POST", path: result, query: "downloads" },
  { name: "ReadDownload", method: "GET", path: table, query: "data" },
  { name: "ReadDownload", method: "GET", path: result, query: "data" },
  { name: "GetDownload", method: "GET", path: table, query: "downloadid" },
  { name: "GetDownload", method: "GET", path: result, query: "downloadid" },
  { name: "CreateUpload", method: "POST", path: table, query: "uploads" },
  { name: "WriteBlock", method: "PUT", path: table, query: "blockid" },
  { name: "GetUpload", method: "GET", path: table, query: "uploadid" },
  { name: "CommitUpload", method: "POST", path: table, query: "uploadid" },
];

/** The base path of the REST endpoint; the tunnel has none. */
export const BASE_PATH = "/api";

/** The path without the base path, as sent. */
export function pathOf({ rawPath }: Exchange): { readonly isTunnel: boolean; readonly rawPath: string } {
  const isTunnel = !rawPath.startsWith(`${BASE_PATH}/`);
  return { isTunnel, rawPath: isTunnel ? rawPath : rawPath.slice(BASE_PATH.length) };
}

/** Finds out what a request asks for; `undefined` for nothing there is. */
export function operationOf(exchange: Exchange): Operation | undefined {
  const { isTunnel, rawPath } = pathOf(exchange);
  for (const { name, method, path, query } of isTunnel ? tunnel : rest) {
    if (method !== exchange.method || (query !== undefined && exchange.parameter(query) === undefined)) continue;
    const match = path.exec(rawPath);
    if (match === null) continue;
    const [project, ...names] = match.slice(1).map((part) => (part === undefined ? "" : percentDecode(part)));
    return { name, project, names };
  }
  return undefined;
}
