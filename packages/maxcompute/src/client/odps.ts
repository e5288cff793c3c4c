import { createNodeHost } from "@credport/node";
import { createDispatcher } from "@credport/node/http";
import { checkOptions } from "./check-options.js";
import type { OdpsOptions } from "./odps-options.js";
import { Requester } from "./requester.js";
import type { ServiceContext } from "./service-context.js";
import { SignatureChoice } from "./signature-choice.js";
import { Transport } from "./transport.js";
import { userAgentOf } from "./user-agent.js";
import { warnIfExposed } from "./warn-if-exposed.js";
import { normalizeEndpoint } from "../config/endpoint.js";
import { endpointsFor } from "../config/endpoints-for.js";
import { invalidArgument } from "../errors/client-error.js";
import { Functions } from "../functions/functions.js";
import type { Instance } from "../instances/instance.js";
import { Instances, type ExecSqlOptions } from "../instances/instances.js";
import { findLogview, type LogviewOptions } from "../instances/logview.js";
import { Projects } from "../projects/projects.js";
import { Resources } from "../resources/resources.js";
import { Schemas } from "../schemas/schemas.js";
import { Tables } from "../tables/tables.js";
import { Tunnel } from "../tunnel/tunnel.js";

/** A client of one MaxCompute endpoint. Opens nothing before its first call. */
export class Odps implements AsyncDisposable {
  /** The REST address, without trailing slashes. */
  readonly endpoint: string;
  /** The default project. */
  readonly project: string | undefined;
  readonly projects: Projects;
  readonly schemas: Schemas;
  readonly tables: Tables;
  readonly functions: Functions;
  readonly resources: Resources;
  readonly instances: Instances;
  readonly tunnel: Tunnel;
  readonly #context: ServiceContext;
  readonly #transport: Transport;

  /** Throws `INVALID_ARGUMENT` for options that cannot work, such as neither an endpoint nor a region. */
  constructor(options: OdpsOptions) {
    const { account, connectTimeout = 30_000, dispatcher, host = createNodeHost(), project, proxy } = options;
    if (typeof account?.sign !== "function")
      throw invalidArgument("account must be an AliyunAccount, StsAccount, BearerAccount or one of your own");
    checkOptions(options);
    const region = options.region || account.region || undefined;
    const tunnelEndpoint = options.tunnelEndpoint ? normalizeEndpoint(options.tunnelEndpoint) : undefined;
    this.endpoint = endpointOf(options, region);
    this.project = project === "" ? undefined : project;
    this.#transport = new Transport(
      async () =>
        dispatcher ??
        createDispatcher({
          connectTimeout: connectTimeout || Infinity,
          headersTimeout: 0,
          bodyTimeout: 0,
          proxy: proxy || undefined,
        }),
      dispatcher === undefined,
    );
    warnIfExposed([this.endpoint, tunnelEndpoint ?? ""], account, options.onWarning);
    const requester = new Requester({
      host,
      transport: this.#transport,
      endpoint: this.endpoint,
      account,
      appAccount: options.appAccount,
      signature: new SignatureChoice(options, this.endpoint),
      project: this.project,
      userAgent: userAgentOf(host, options.userAgent),
      requestTimeout: options.requestTimeout ?? 60_000,
      idleTimeout: options.idleTimeout ?? 120_000,
      maximumRetryDelay: options.maximumRetryDelay ?? 20_000,
      maximumBodyBytes: options.maximumBodyBytes ?? 268_435_456,
    });
    this.#context = {
      requester,
      project: this.project,
      schema: options.schema === "" ? undefined : options.schema,
      hints: options.hints ?? {},
      region,
      tunnelEndpoint,
      tunnelQuotaName: options.tunnelQuotaName || undefined,
      logviewHost: options.logviewHost || undefined,
    };
    this.projects = new Projects(this.#context);
    this.schemas = new Schemas(this.#context);
    this.tables = new Tables(this.#context);
    this.functions = new Functions(this.#context);
    this.resources = new Resources(this.#context);
    this.tunnel = new Tunnel(this.#context);
    this.instances = new Instances(this.#context, this.tunnel);
  }

  /**
   * Submits a statement, once. Rejects with `SUBMIT_UNCERTAIN` when the connection or the service failed after it was sent, and
   * with `MaxComputeTaskError` when it failed at once.
   */
  execSql(query: string, options: ExecSqlOptions = {}): Promise<Instance> {
    return this.instances.execSql(query, options);
  }

  /** The page that shows an instance. A version 1 link carries a token: treat it as a credential, never log it. */
  logview(instance: Instance, options: LogviewOptions = {}): Promise<string> {
    return findLogview(this.#context, instance, options);
  }

  /** Closes the connections this client opened. */
  close(): Promise<void> {
    return this.#transport.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

function endpointOf(options: OdpsOptions, region: string | undefined): string {
  if (options.endpoint !== undefined && options.endpoint !== "") return normalizeEndpoint(options.endpoint);
  if (region === undefined) throw invalidArgument("an endpoint or a region is needed");
  return endpointsFor({ region, network: options.network }).service;
}
