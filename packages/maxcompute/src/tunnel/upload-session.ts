import { arrowBlock, recordBlock, type BatchSource, type BlockBody, type RowSource } from "./block-body.js";
import { loadArrow } from "./parse-arrow-peer.js";
import { parseUploadInfo, type TunnelColumn, type UploadInfo, type UploadStatus } from "./parse-session.js";
import { requireDateTransform } from "./require-date-transform.js";
import type { TunnelConnection, TunnelTarget } from "./tunnel-connection.js";
import { compressionToken, loadCodec, type CompressionName } from "../compression/compression.js";
import { invalidArgument, invalidResponse, MaxComputeClientError } from "../errors/client-error.js";
import { MaxComputeServiceError } from "../errors/service-error.js";

/** Options of {@link UploadSession.writeBlock}. */
export interface WriteBlockOptions {
  /** Default: none. */
  readonly compression?: CompressionName | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Options of {@link UploadSession.open}. */
export interface OpenUploadOptions {
  readonly what: string;
  readonly createPartition: boolean;
  readonly overwrite: boolean;
  readonly sessionId: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** The highest block id the service takes. */
const largestBlockId = 19_999;
/** Times a block is sent. */
const maximumSends = 5;
/** Codes that mean a block arrived broken; it may be sent again whole. */
const brokenBlockCodes: ReadonlySet<string> = new Set(["IncompleteBody", "CorruptedDataStream", "MalformedDataStream"]);
/** Waits between two looks at a session that is being committed, in ms. */
const firstDelay = 100;
const largestDelay = 5_000;
const failedStatuses: ReadonlySet<UploadStatus> = new Set<UploadStatus>(["CANCELED", "CRITICAL", "EXPIRED", "UNKNOWN"]);

/** Blocks of rows on their way into a table; nothing of them is visible before {@link commit}. */
export class UploadSession {
  readonly info: UploadInfo;
  readonly #connection: TunnelConnection;
  readonly #target: TunnelTarget;
  readonly #what: string;
  readonly #written = new Set<number>();

  private constructor(connection: TunnelConnection, target: TunnelTarget, info: UploadInfo, what: string) {
    this.#connection = connection;
    this.#target = target;
    this.info = info;
    this.#what = what;
    for (const block of info.blocks) this.#written.add(block.blockId);
  }

  /** Makes or finds a session. Throws `INVALID_RESPONSE` when it cannot be written to. */
  static async open(
    connection: TunnelConnection,
    target: TunnelTarget,
    options: OpenUploadOptions,
  ): Promise<UploadSession> {
    const operation = `upload to ${options.what}`;
    const created = options.sessionId === undefined;
    const answer = await connection.call(target, {
      operation,
      method: created ? "POST" : "GET",
      query: created
        ? {
            uploads: "",
            create_partition: options.createPartition ? "true" : undefined,
            overwrite: options.overwrite ? "true" : undefined,
          }
        : { uploadid: options.sessionId },
      repeat: created ? "unsent" : "always",
      signal: options.signal,
    });
    requireDateTransform(answer.headers, operation);
    const info = parseUploadInfo(answer.text);
    if (info.status !== "NORMAL") {
      throw new MaxComputeClientError({
        code: "INVALID_RESPONSE",
        message: `${operation}: the session is ${info.status}`,
        requestId: answer.requestId,
      });
    }
    if (info.columns.length === 0) {
      throw invalidResponse(`${operation}: the session has no columns`, { requestId: answer.requestId });
    }
    return new UploadSession(connection, target, info, options.what);
  }

  get id(): string {
    return this.info.id;
  }

  /** The columns of a row to write; partition columns are not among them. */
  get columns(): readonly TunnelColumn[] {
    return this.info.columns;
  }

  /** Blocks the service has, by this session's knowledge. */
  get blockIds(): readonly number[] {
    return [...this.#written].sort((a, b) => a - b);
  }

  /**
   * Writes one block, whole, and again under the same id when it did not arrive. Each value is checked before it leaves. The
   * service likes blocks of 64 MB and more. Throws `INVALID_ARGUMENT` for a block id outside 0..19999 and for values that do
   * not fit their column; resolves to the number of rows.
   */
  async writeBlock(blockId: number, rows: RowSource, options: WriteBlockOptions = {}): Promise<number> {
    return this.#write(blockId, recordBlock(this.info, rows), { ...options, arrow: false });
  }

  /**
   * Writes one block of Arrow record batches, as {@link writeBlock} does rows. Their columns must be those of the table, in its
   * order and in the Arrow form the service has for them. Rejects with `MISSING_DEPENDENCY` without the package `apache-arrow`.
   */
  async writeArrowBlock(blockId: number, batches: BatchSource, options: WriteBlockOptions = {}): Promise<number> {
    return this.#write(blockId, arrowBlock(await loadArrow(), this.info, batches), { ...options, arrow: true });
  }

  /** How the session stands, as the service sees it. */
  async status(options: { readonly signal?: AbortSignal | undefined } = {}): Promise<UploadInfo> {
    const answer = await this.#connection.call(this.#target, {
      operation: `status of the upload to ${this.#what}`,
      method: "GET",
      query: { uploadid: this.id },
      repeat: "always",
      signal: options.signal,
    });
    return parseUploadInfo(answer.text);
  }

  /**
   * Makes the blocks visible, once: after an unclear answer the status decides whether it was done. Throws `INVALID_ARGUMENT`
   * when the service has other blocks than `blockIds` (default: those written here), `INVALID_RESPONSE` when the session failed.
   */
  async commit(
    blockIds: readonly number[] = this.blockIds,
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<UploadInfo> {
    const { requester } = this.#connection.context;
    const operation = `commit the upload to ${this.#what}`;
    let info = await this.status(options);
    requireSameBlocks(blockIds, info, operation);
    let doubt: unknown;
    for (let delay = firstDelay, posts = 0; ; delay = Math.min(delay * 2, largestDelay)) {
      if (info.status === "CLOSED") return info;
      if (failedStatuses.has(info.status)) {
        throw new MaxComputeClientError({
          code: "INVALID_RESPONSE",
          message: `${operation}: the session is ${info.status}`,
          cause: doubt,
        });
      }
      if (info.status === "NORMAL") {
        if (posts++ === maximumSends) throw doubt;
        try {
          info = await this.#postCommit(operation, options.signal);
          if (info.status !== "NORMAL") continue;
          doubt = invalidResponse(`${operation}: the service took it, and the session is as before`);
        } catch (error) {
          if (!isUnclear(error, posts)) throw error;
          doubt = error;
        }
      }
      await requester.sleep(delay, { operation, signal: options.signal });
      info = await this.status(options);
    }
  }

  async #write(
    blockId: number,
    block: BlockBody,
    { arrow, compression, signal }: WriteBlockOptions & { readonly arrow: boolean },
  ): Promise<number> {
    if (!Number.isInteger(blockId) || blockId < 0 || blockId > largestBlockId)
      throw invalidArgument(`a block id is an integer from 0 to ${largestBlockId}`);
    const codec = compression === undefined ? undefined : await loadCodec(compression);
    for (let sends = 1; ; sends++) {
      try {
        await this.#connection.call(this.#target, {
          operation: `write block ${blockId} to ${this.#what}`,
          method: "PUT",
          query: { uploadid: this.id, blockid: String(blockId), arrow: arrow ? "" : undefined },
          headers: {
            "Content-Type": "application/octet-stream",
            ...(compression === undefined ? {} : { "Content-Encoding": compressionToken(compression, arrow) }),
          },
          body: () => (codec === undefined ? block.pieces() : codec.compress(block.pieces())),
          repeat: "always",
          signal,
        });
        this.#written.add(blockId);
        return block.rows;
      } catch (error) {
        if (block.invalid !== undefined) throw block.invalid.error;
        if (!isBrokenBlock(error) || sends === maximumSends) throw error;
      }
    }
  }

  async #postCommit(operation: string, signal: AbortSignal | undefined): Promise<UploadInfo> {
    const answer = await this.#connection.call(this.#target, {
      operation,
      method: "POST",
      query: { uploadid: this.id },
      repeat: "unsent",
      signal,
    });
    return parseUploadInfo(answer.text);
  }
}

function isBrokenBlock(error: unknown): boolean {
  return error instanceof MaxComputeServiceError && brokenBlockCodes.has(error.code ?? "");
}

/** Whether a commit may have been done although it failed. */
function isUnclear(error: unknown, posts: number): boolean {
  if (error instanceof MaxComputeServiceError)
    return error.kind === "server" || (error.code === "StatusConflict" && posts > 1);
  return error instanceof MaxComputeClientError && (error.code === "NETWORK" || error.code === "TIMEOUT");
}

function requireSameBlocks(expected: readonly number[], info: UploadInfo, operation: string): void {
  const wanted = new Set(expected);
  const held = new Set(info.blocks.map((block) => block.blockId));
  const missing = [...wanted].filter((id) => !held.has(id));
  const surplus = [...held].filter((id) => !wanted.has(id));
  if (missing.length === 0 && surplus.length === 0) return;
  const parts = [
    missing.length > 0 ? `the service lacks ${missing.join(", ")}` : [],
    surplus.length > 0 ? `it also has ${surplus.join(", ")}` : [],
  ].flat();
  throw invalidArgument(`${operation}: the blocks differ: ${parts.join("; ")}`);
}
