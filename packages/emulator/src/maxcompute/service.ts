import { jsonAnswer, type Answer } from "../http/answer.js";
import type { Exchange } from "../http/exchange.js";
import type { ServiceFailure } from "../http/service-failure.js";
import type { EmulatorService, ServiceContext } from "../services/service.js";
import { writeXml } from "../xml/write-xml.js";
import { authenticate } from "./authenticate.js";
import { BearerTokens } from "./bearer-tokens.js";
import type { TableRow } from "./cells.js";
import { notFound } from "./failures.js";
import { BASE_PATH, operationOf, pathOf } from "./operations.js";
import type { Project } from "./project.js";
import { runOperation } from "./run-operation.js";
import type { TableOptions } from "./table.js";
import { Warehouse } from "./warehouse.js";

/** What tests may do with MaxCompute beside calling it. */
export interface MaxComputeControls {
  /** The name of the one project. */
  readonly project: string;
  /** How long a submitted job runs, in ms of the emulator's time. Default 0. */
  runTime: number;
  /** Makes a table, with rows if any (partition columns left out); `partition` is `k1=v1,k2=v2`. */
  createTable(options: TableOptions, rows?: Iterable<TableRow>, partition?: string): Promise<void>;
  /** Makes a schema of the project. */
  createSchema(name: string): void;
  /** Makes a bearer token that is good for so many ms. */
  issueBearerToken(lifetime: number): string;
}

const PROJECT = "emulator";

/** MaxCompute: the REST service under `/api`, and its tunnel, on one port. */
export function createService(context: ServiceContext): EmulatorService<MaxComputeControls> {
  const bearerTokens = new BearerTokens();
  let opening: Promise<Project> | undefined;
  const schemas = new Set<string>();
  const open = (): Promise<Project> => (opening ??= openProject(context, schemas));
  const close = async (): Promise<void> => {
    const opened = opening;
    opening = undefined;
    (await opened)?.warehouse.close();
  };

  const controls: MaxComputeControls = {
    project: PROJECT,
    runTime: 0,
    async createTable(options, rows = [], partition = "") {
      const { warehouse } = await open();
      const table = warehouse.find(options.name, options.schema) ?? warehouse.createTable(options);
      warehouse.insert(table, rows, partition);
    },
    createSchema: (name) => void schemas.add(name),
    issueBearerToken: (lifetime) => bearerTokens.issue(context.clock.now() + lifetime),
  };

  return {
    controls,
    describe: (exchange) => operationOf(exchange)?.name ?? "Unknown",
    async handle(exchange) {
      const { rawPath } = pathOf(exchange);
      const { accounts, region } = context;
      authenticate(exchange, { accounts, bearerTokens, region, rawPath });
      const operation = operationOf(exchange);
      if (operation === undefined)
        throw notFound("NoSuchResource", "ODPS-0410011: Invalid parameters - no such resource");
      const project = await open();
      if (operation.project !== undefined && operation.project !== "" && operation.project !== PROJECT) {
        throw notFound("NoSuchProject", `ODPS-0420111: Project not found - ${operation.project}`);
      }
      const baseUrl = `http://${exchange.header("host") ?? ""}${BASE_PATH}`;
      return runOperation(operation, { exchange, project, baseUrl, rawPath, bearerTokens, runTime: controls.runTime });
    },
    renderFailure,
    newRequestId: () => crypto.randomUUID().replaceAll("-", "").toUpperCase(),
    async reset() {
      bearerTokens.reset();
      schemas.clear();
      await close();
    },
    close,
  };
}

async function openProject(context: ServiceContext, schemas: ReadonlySet<string>): Promise<Project> {
  const now = (): number => context.clock.now();
  return {
    name: PROJECT,
    owner: `ALIYUN$${context.accountId}`,
    region: context.region,
    createdAt: now(),
    warehouse: await Warehouse.open(PROJECT, now),
    schemas,
    instances: new Map(),
    downloads: new Map(),
    uploads: new Map(),
  };
}

/** The tunnel answers errors in JSON, the REST service in XML. */
function renderFailure({ status, code, message, headers }: ServiceFailure, exchange: Exchange): Answer {
  const { requestId } = exchange;
  const fields = { Code: code, Message: message, RequestId: requestId };
  const all = { "x-odps-request-id": requestId, ...headers };
  if (pathOf(exchange).isTunnel) return jsonAnswer(status, fields, all);
  const body = writeXml("Error", { ...fields, HostId: exchange.header("host") ?? "" });
  return { status, headers: { "Content-Type": "application/xml", ...all }, body };
}
