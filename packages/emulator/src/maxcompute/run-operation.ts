import type { Answer } from "../http/answer.js";
import type { Exchange } from "../http/exchange.js";
import type { BearerTokens } from "./bearer-tokens.js";
import type { Operation } from "./operations.js";
import type { Project } from "./project.js";
import { getInstance, submit, terminate } from "./routes/instance-routes.js";
import {
  getProject,
  hostOf,
  listFunctions,
  listProjects,
  listResources,
  listSchemas,
  signBearerToken,
  tunnelAddress,
} from "./routes/project-routes.js";
import type { RestCall } from "./routes/rest-call.js";
import { getTable, listPartitions, listTables } from "./routes/table-routes.js";
import { createResultDownload, createTableDownload, getDownload, readDownload } from "./tunnel/download.js";
import type { TunnelCall } from "./tunnel/tunnel-call.js";
import { commitUpload, createUpload, getUpload, writeBlock } from "./tunnel/upload.js";

/** What running an operation takes beside the operation itself. */
export interface OperationFields {
  readonly exchange: Exchange;
  readonly project: Project;
  readonly baseUrl: string;
  readonly rawPath: string;
  readonly bearerTokens: BearerTokens;
  readonly runTime: number;
}

type Run = (fields: OperationFields, names: readonly string[]) => Answer | Promise<Answer>;

const rest =
  (run: (call: RestCall, fields: OperationFields) => Answer | Promise<Answer>): Run =>
  (fields, names) =>
    run({ exchange: fields.exchange, project: fields.project, baseUrl: fields.baseUrl, names }, fields);

const tunnel =
  (run: (call: TunnelCall, names: readonly string[]) => Answer | Promise<Answer>): Run =>
  ({ exchange, project, rawPath }, names) =>
    run({ exchange, project, resource: rawPath }, names);

const operations: Readonly<Record<string, Run>> = {
  ListProjects: rest(listProjects),
  GetProject: rest(getProject),
  GetTunnel: rest(tunnelAddress),
  ListSchemas: rest(listSchemas),
  ListFunctions: rest(listFunctions),
  ListResources: rest(listResources),
  ListTables: rest(listTables),
  GetTable: rest(getTable),
  ListPartitions: rest(listPartitions),
  SubmitInstance: rest((call, { runTime }) => submit(call, { runTime })),
  GetInstance: rest(getInstance),
  TerminateInstance: rest(terminate),
  SignBearerToken: rest((call, { bearerTokens }) => signBearerToken(call, bearerTokens)),
  LogviewHost: rest(() => hostOf("LogviewHost")),
  WebConsoleHost: rest(() => hostOf("WebConsoleHost")),
  CreateTableDownload: tunnel((call, [schema = "", name = ""]) => createTableDownload(call, schema, name)),
  CreateResultDownload: tunnel((call, [id = ""]) => createResultDownload(call, id)),
  GetDownload: tunnel(getDownload),
  ReadDownload: tunnel(readDownload),
  CreateUpload: tunnel((call, [schema = "", name = ""]) => createUpload(call, schema, name)),
  GetUpload: tunnel(getUpload),
  WriteBlock: tunnel(writeBlock),
  CommitUpload: tunnel(commitUpload),
};

/** Runs one operation, whose caller is verified. */
export async function runOperation({ name, names }: Operation, fields: OperationFields): Promise<Answer> {
  const run = operations[name];
  if (run === undefined) throw new Error(`no operation ${name}`);
  return run(fields, names);
}
