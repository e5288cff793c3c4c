import { DownloadSession } from "./download-session.js";
import { partitionText, type PartitionSpec } from "./partition-spec.js";
import { TunnelConnection, type TunnelTarget } from "./tunnel-connection.js";
import { UploadSession } from "./upload-session.js";
import { projectOf, type SchemaCallOptions, type ServiceContext } from "../client/service-context.js";
import { invalidArgument } from "../errors/client-error.js";

/** Options of every tunnel session. */
export interface TunnelOptions extends SchemaCallOptions {
  /** Default: the client's. */
  readonly quotaName?: string | undefined;
  /** Labels for the service's own accounting. */
  readonly tags?: readonly string[] | undefined;
}

/** Options of {@link Tunnel.downloadTable}. */
export interface DownloadTableOptions extends TunnelOptions {
  /** One partition, down to the last level. Needed for a partitioned table. */
  readonly partition?: PartitionSpec | undefined;
  /** Only this shard of a clustered table. */
  readonly shard?: number | undefined;
  /** Lets the service answer before the session is ready, for tables whose session takes long to make. Default false. */
  readonly asyncMode?: boolean | undefined;
  /** Continues a session that was opened earlier; it lives 24 hours. */
  readonly sessionId?: string | undefined;
}

/** Options of {@link Tunnel.downloadInstance}. */
export interface DownloadInstanceOptions extends TunnelOptions {
  /** Caps the result at 10,000 rows and needs less permission. Default false. */
  readonly limited?: boolean | undefined;
  /** Continues a session that was opened earlier; it lives 24 hours. */
  readonly sessionId?: string | undefined;
}

/** Options of {@link Tunnel.uploadTable}. */
export interface UploadTableOptions extends TunnelOptions {
  /** One partition, down to the last level. Needed for a partitioned table. */
  readonly partition?: PartitionSpec | undefined;
  /** Creates the partition when it is not there. Default false. */
  readonly createPartition?: boolean | undefined;
  /** Replaces what the table or partition has; such sessions exclude each other. Default false. */
  readonly overwrite?: boolean | undefined;
  /** Continues a session that was opened earlier; it lives 24 hours. */
  readonly sessionId?: string | undefined;
}

/** Bulk data in and out, on a host of its own. */
export class Tunnel {
  readonly #connection: TunnelConnection;

  constructor(context: ServiceContext) {
    this.#connection = new TunnelConnection(context);
  }

  /** Opens a session that reads a table or one partition of it, and waits until it can be read. */
  async downloadTable(table: string, options: DownloadTableOptions = {}): Promise<DownloadSession> {
    const { asyncMode = false, shard } = options;
    if (shard !== undefined && (!Number.isSafeInteger(shard) || shard < 0))
      throw invalidArgument("shard must be an integer from 0");
    return DownloadSession.open(this.#connection, this.#tableTarget(table, options), {
      what: `table ${table}`,
      partition: partitionText(options.partition),
      shard,
      asyncMode,
      sessionId: options.sessionId,
      signal: options.signal,
    });
  }

  /** Opens a session that reads the result of a SELECT, all of it, and waits until it can be read. */
  async downloadInstance(instanceId: string, options: DownloadInstanceOptions = {}): Promise<DownloadSession> {
    const target: TunnelTarget = {
      ...this.#target(options),
      resource: { kind: "instance", project: projectOf(this.#connection.context, options), instance: instanceId },
      query: { instance_tunnel_limit_enabled: options.limited === true ? "" : undefined },
    };
    return DownloadSession.open(this.#connection, target, {
      what: `result of instance ${instanceId}`,
      partition: undefined,
      shard: undefined,
      asyncMode: false,
      sessionId: options.sessionId,
      signal: options.signal,
    });
  }

  /** Opens a session that writes to a table or one partition of it. Nothing is visible before its commit. */
  async uploadTable(table: string, options: UploadTableOptions = {}): Promise<UploadSession> {
    return UploadSession.open(this.#connection, this.#tableTarget(table, options), {
      what: `table ${table}`,
      createPartition: options.createPartition ?? false,
      overwrite: options.overwrite ?? false,
      sessionId: options.sessionId,
      signal: options.signal,
    });
  }

  #tableTarget(table: string, options: DownloadTableOptions): TunnelTarget {
    const { context } = this.#connection;
    return {
      ...this.#target(options),
      resource: {
        kind: "tunnelTable",
        project: projectOf(context, options),
        schema: options.schema ?? context.schema,
        table,
      },
      query: { partition: partitionText(options.partition) },
    };
  }

  #target(options: TunnelOptions): Pick<TunnelTarget, "project" | "quotaName" | "tags"> {
    return {
      project: projectOf(this.#connection.context, options),
      quotaName: this.#connection.quotaName(options.quotaName),
      tags: options.tags,
    };
  }
}
