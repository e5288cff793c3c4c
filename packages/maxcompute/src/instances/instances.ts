import { buildSqlInstanceXml, defaultTaskName, type Hints } from "./build-sql-instance-xml.js";
import { Instance } from "./instance.js";
import { instanceIdFromLocation, parseTaskResults, type TaskResult } from "./parse-instance.js";
import { throwIfFailed } from "./throw-if-failed.js";
import { projectOf, type SchemaCallOptions, type ServiceContext } from "../client/service-context.js";
import { invalidArgument } from "../errors/client-error.js";
import type { Tunnel } from "../tunnel/tunnel.js";

/** Options of `Odps.execSql`. */
export interface ExecSqlOptions extends SchemaCallOptions {
  /** Settings of this statement; they win over the client's. */
  readonly hints?: Hints | undefined;
  /** 0 is the highest. Default 9. */
  readonly priority?: number | undefined;
  readonly aliases?: Readonly<Record<string, string>> | undefined;
  /** Default `AnonymousSQLTask`. */
  readonly taskName?: string | undefined;
  readonly jobName?: string | undefined;
  /** The caller's own id of the submission. */
  readonly uniqueId?: string | undefined;
  /**
   * Submit again after a failure that leaves open whether the job runs. Only with a `uniqueId`; whether the service then runs it
   * once is not documented. Default false.
   */
  readonly retryUncertainSubmit?: boolean | undefined;
  /** Ask the service to wait a moment and perhaps answer with the result. Default false. */
  readonly tryWait?: boolean | undefined;
}

/** The jobs of a project. */
export class Instances {
  readonly #context: ServiceContext;
  readonly #tunnel: Tunnel;

  constructor(context: ServiceContext, tunnel: Tunnel) {
    this.#context = context;
    this.#tunnel = tunnel;
  }

  /** An instance by its id, without asking the service. Throws `INVALID_ARGUMENT` for an interactive (MCQA) one. */
  get(
    id: string,
    options: { readonly project?: string | undefined; readonly taskName?: string | undefined } = {},
  ): Instance {
    return this.#instance(id, projectOf(this.#context, options), { taskName: options.taskName });
  }

  /**
   * Submits a statement, once. Rejects with `SUBMIT_UNCERTAIN` when the connection or the service failed after it was sent, and
   * with `MaxComputeTaskError` when it failed at once.
   */
  async execSql(query: string, options: ExecSqlOptions = {}): Promise<Instance> {
    const { requester } = this.#context;
    const project = projectOf(this.#context, options);
    const { retryUncertainSubmit = false, signal, uniqueId } = options;
    const taskName = options.taskName || defaultTaskName;
    if (retryUncertainSubmit && (uniqueId ?? "") === "") throw invalidArgument("retryUncertainSubmit needs a uniqueId");
    const uuid = uuidOf(requester.settings.host.randomBytes(16));
    // Made once: every attempt sends the same bytes, by which the service could know the submission again.
    const body = Buffer.from(
      buildSqlInstanceXml({
        query,
        uuid,
        hints: { ...this.#context.hints, ...options.hints },
        schema: options.schema ?? this.#context.schema,
        aliases: options.aliases,
        taskName,
        jobName: options.jobName,
        priority: options.priority,
        uniqueId,
      }),
      "utf8",
    );
    const answer = await requester.call({
      operation: `submit a query to project ${project}`,
      method: "POST",
      resource: { kind: "instances", project },
      query: { tryWait: options.tryWait === true ? "" : undefined },
      headers: { "Content-Type": "application/xml" },
      body: () => body,
      repeat: "submit",
      submission: { uuid, uniqueId, retryUncertain: retryUncertainSubmit },
      signal,
    });
    const id = instanceIdFromLocation(answer.headers["location"]);
    const finished = answer.status === 200 && answer.text.trim() !== "";
    const results = finished ? parseTaskResults(answer.text).results : undefined;
    const instance = this.#instance(id, project, { uuid, taskName, results });
    if (results !== undefined) throwIfFailed(results, id, answer.requestId);
    return instance;
  }

  #instance(
    id: string,
    project: string,
    origin: { uuid?: string | undefined; taskName?: string | undefined; results?: readonly TaskResult[] | undefined },
  ): Instance {
    if (id.endsWith("_mcqa")) throw invalidArgument("interactive (MCQA) instances are not supported");
    return new Instance(this.#context, this.#tunnel, { id, project, ...origin });
  }
}

/** A version 4 UUID of random bytes, in lower case. */
function uuidOf(random: Uint8Array): string {
  const bytes = Buffer.from(random);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
