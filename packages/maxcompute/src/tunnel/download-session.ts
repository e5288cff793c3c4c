import { ArrowReader } from "./arrow-reader.js";
import { partitionValues } from "./partition-spec.js";
import { parseDownloadInfo, type DownloadInfo, type TunnelColumn } from "./parse-session.js";
import { Projection } from "./projection.js";
import { RecordReader } from "./record-reader.js";
import { requireDateTransform } from "./require-date-transform.js";
import type { TunnelConnection, TunnelTarget } from "./tunnel-connection.js";
import type { Answer } from "../client/call.js";
import type { CompressionName } from "../compression/compression.js";
import { invalidArgument, MaxComputeClientError } from "../errors/client-error.js";

/** What part of a session to read, and how. */
export interface ReadOptions {
  /** Rows to leave out at the beginning. Default 0. */
  readonly start?: number | undefined;
  /** Rows to read. Default: all the rest. */
  readonly count?: number | undefined;
  /** Names of the columns to read, in the order rows shall have. Default: all, then the partition's. */
  readonly columns?: readonly string[] | undefined;
  /** Asked for; the service decides. Default: none. */
  readonly compression?: CompressionName | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Options of {@link DownloadSession.open}. */
export interface OpenDownloadOptions {
  readonly what: string;
  readonly partition: string | undefined;
  readonly shard: number | undefined;
  readonly asyncMode: boolean;
  readonly sessionId: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Waits between two looks at a session that is still being made, in ms. */
const firstDelay = 100;
const largestDelay = 5_000;

/** A snapshot of a table or result that can be read any number of times, in any ranges, for 24 hours. */
export class DownloadSession {
  readonly info: DownloadInfo;
  readonly #connection: TunnelConnection;
  readonly #target: TunnelTarget;
  readonly #what: string;
  readonly #partition: ReadonlyMap<string, string>;

  private constructor(
    connection: TunnelConnection,
    target: TunnelTarget,
    info: DownloadInfo,
    options: OpenDownloadOptions,
  ) {
    this.#connection = connection;
    this.#target = target;
    this.info = info;
    this.#what = options.what;
    this.#partition = partitionValues(options.partition);
  }

  /** Makes or finds a session and waits until it is NORMAL. Throws `INVALID_RESPONSE` for every other end. */
  static async open(
    connection: TunnelConnection,
    target: TunnelTarget,
    options: OpenDownloadOptions,
  ): Promise<DownloadSession> {
    const { sessionId, signal } = options;
    const operation = `download ${options.what}`;
    const shard = options.shard === undefined ? undefined : String(options.shard);
    const look = (downloadid: string): Promise<Answer> =>
      connection.call(target, { operation, method: "GET", query: { downloadid, shard }, repeat: "always", signal });
    const create = (): Promise<Answer> => {
      const query = { downloads: "", asyncmode: options.asyncMode ? "true" : undefined, shard };
      return connection.call(target, { operation, method: "POST", query, repeat: "always", signal });
    };
    let answer = await (sessionId === undefined ? create() : look(sessionId));
    for (let delay = firstDelay; ; delay = Math.min(delay * 2, largestDelay)) {
      requireDateTransform(answer.headers, operation);
      const info = parseDownloadInfo(answer.text);
      if (info.status === "NORMAL") return new DownloadSession(connection, target, info, options);
      if (info.status !== "INITIATING") {
        throw new MaxComputeClientError({
          code: "INVALID_RESPONSE",
          message: `${operation}: the session is ${info.status}`,
          requestId: answer.requestId,
        });
      }
      await connection.context.requester.sleep(delay, { operation, signal });
      answer = await look(info.id);
    }
  }

  get id(): string {
    return this.info.id;
  }

  /** Rows of the whole snapshot. */
  get recordCount(): number {
    return this.info.recordCount;
  }

  /** The columns a full row has: the table's, then the partition's when one was chosen. */
  get columns(): readonly TunnelColumn[] {
    return [...this.info.columns, ...this.info.partitionColumns.filter((column) => this.#partition.has(column.name))];
  }

  /** Reads rows. Throws `INVALID_ARGUMENT` for unknown or repeated columns and an impossible range. */
  rows(options: ReadOptions = {}): RecordReader {
    return new RecordReader({
      ...this.#source(options),
      projection: new Projection(this.info.columns, this.#partitionCells(), options.columns),
    });
  }

  /**
   * Reads Arrow record batches; needs the package `apache-arrow`. Throws `INVALID_ARGUMENT` for columns Arrow cannot carry,
   * which {@link rows} can.
   */
  arrow(options: ReadOptions = {}): ArrowReader {
    return new ArrowReader({
      ...this.#source(options),
      projection: new Projection(this.info.columns, new Map(), options.columns),
    });
  }

  #partitionCells(): ReadonlyMap<TunnelColumn, string> {
    const cells = new Map<TunnelColumn, string>();
    for (const column of this.info.partitionColumns) {
      const value = this.#partition.get(column.name);
      if (value !== undefined) cells.set(column, value);
    }
    return cells;
  }

  #source(options: ReadOptions): ReaderSource {
    const { start = 0, count = this.recordCount - start } = options;
    if (
      !Number.isSafeInteger(start) ||
      !Number.isSafeInteger(count) ||
      start < 0 ||
      count < 0 ||
      start + count > this.recordCount
    ) {
      throw invalidArgument(`the rows from ${start}, ${count} of them, are not all within ${this.recordCount}`);
    }
    return {
      connection: this.#connection,
      target: this.#target,
      sessionId: this.id,
      operation: `read ${this.#what}`,
      start,
      count,
      compression: options.compression,
      signal: options.signal,
    };
  }
}

/** What a reader needs to know about its session. */
export interface ReaderSource {
  readonly connection: TunnelConnection;
  readonly target: TunnelTarget;
  readonly sessionId: string;
  readonly operation: string;
  readonly start: number;
  readonly count: number;
  readonly compression: CompressionName | undefined;
  readonly signal: AbortSignal | undefined;
}
