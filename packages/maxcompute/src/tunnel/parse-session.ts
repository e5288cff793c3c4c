import { invalidResponse } from "../errors/client-error.js";
import type { ColumnType } from "../types/column-type.js";
import { parseColumnType } from "../types/parse-column-type.js";

/** A column as the tunnel describes it. */
export interface TunnelColumn {
  readonly name: string;
  /** The service's type text. */
  readonly typeText: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly comment: string;
}

/** Where a download session stands. */
export type DownloadStatus = "CLOSED" | "CLOSES" | "EXPIRED" | "FAILED" | "INITIATING" | "NORMAL" | "UNKNOWN";

/** Where an upload session stands. */
export type UploadStatus =
  "CANCELED" | "CLOSED" | "CLOSING" | "COMMITTING" | "CRITICAL" | "EXPIRED" | "NORMAL" | "UNKNOWN";

/** A download session's description. */
export interface DownloadInfo {
  readonly id: string;
  readonly status: DownloadStatus;
  readonly recordCount: number;
  readonly columns: readonly TunnelColumn[];
  readonly partitionColumns: readonly TunnelColumn[];
  readonly owner?: string;
  readonly initiated?: string;
  readonly quotaName?: string;
}

/** A block the service has. */
export interface UploadedBlock {
  readonly blockId: number;
  readonly recordCount: number | undefined;
}

/** An upload session's description. */
export interface UploadInfo {
  readonly id: string;
  readonly status: UploadStatus;
  readonly columns: readonly TunnelColumn[];
  readonly partitionColumns: readonly TunnelColumn[];
  /** Bytes of the largest text or binary field. */
  readonly maximumFieldBytes: number | undefined;
  readonly blocks: readonly UploadedBlock[];
  readonly owner?: string;
  readonly initiated?: string;
  readonly quotaName?: string;
}

const downloadStatuses = ["INITIATING", "NORMAL", "CLOSES", "CLOSED", "EXPIRED", "FAILED"] as const;
const uploadStatuses = ["NORMAL", "CLOSING", "COMMITTING", "CLOSED", "CANCELED", "EXPIRED", "CRITICAL"] as const;

/**
 * A download session's JSON; only one that is NORMAL must say what it has. Throws `INVALID_RESPONSE` for anything else, or a count
 * beyond 2^53.
 */
export function parseDownloadInfo(json: string): DownloadInfo {
  const session = parseObject(json);
  const text = textField(session, "Status")?.toUpperCase();
  const status = downloadStatuses.find((candidate) => candidate === text) ?? "UNKNOWN";
  const isMade = status === "NORMAL";
  const recordCount = countField(session, "RecordCount");
  if (isMade && recordCount === undefined) throw invalidResponse("the tunnel's answer has no RecordCount");
  return {
    id: requiredText(session, "DownloadID"),
    status,
    recordCount: recordCount ?? 0,
    ...schemaOf(isMade ? session : { Schema: {}, ...session }),
    ...describe(session),
  };
}

/** An upload session's JSON; later answers may leave out the columns. Throws `INVALID_RESPONSE` for anything else. */
export function parseUploadInfo(json: string): UploadInfo {
  const session = parseObject(json);
  const status = textField(session, "Status")?.toUpperCase();
  const list = session["UploadedBlockList"];
  return {
    id: requiredText(session, "UploadID"),
    status: uploadStatuses.find((candidate) => candidate === status) ?? "UNKNOWN",
    ...schemaOf({ Schema: {}, ...session }),
    maximumFieldBytes: countField(session, "MaxFieldSize"),
    blocks: Array.isArray(list) ? list.map(readBlock) : [],
    ...describe(session),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function parseObject(json: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw invalidResponse("the tunnel answered with something that is not JSON", { cause });
  }
  return objectOf(value);
}

function objectOf(value: unknown): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalidResponse("the tunnel answered with an unknown form");
  return value as Fields;
}

function textField(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function requiredText(fields: Fields, name: string): string {
  const text = textField(fields, name);
  if (text === undefined) throw invalidResponse(`the tunnel's answer has no ${name}`);
  return text;
}

/** A count, as a number or its text; one that is not exact as a number is refused. */
function countField(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  const count = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof count !== "number" || !Number.isSafeInteger(count) || count < 0)
    throw invalidResponse(`${name} of the tunnel's answer is no usable count`);
  return count;
}

function readBlock(value: unknown): UploadedBlock {
  const block = objectOf(value);
  const blockId = countField(block, "BlockID");
  if (blockId === undefined) throw invalidResponse("the tunnel's answer has a block without BlockID");
  return { blockId, recordCount: countField(block, "RecordCount") };
}

function schemaOf(session: Fields): { columns: TunnelColumn[]; partitionColumns: TunnelColumn[] } {
  const schema = objectOf(session["Schema"]);
  return { columns: columnsOf(schema["columns"]), partitionColumns: columnsOf(schema["partitionKeys"]) };
}

function columnsOf(value: unknown): TunnelColumn[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw invalidResponse("the tunnel's schema has an unknown form");
  return value.map((entry: unknown) => {
    const column = objectOf(entry);
    const typeText = requiredText(column, "type");
    return {
      name: requiredText(column, "name"),
      typeText,
      type: parseColumnType(typeText),
      nullable: column["nullable"] !== false && textField(column, "nullable")?.toLowerCase() !== "false",
      comment: textField(column, "comment") ?? "",
    };
  });
}

function describe(session: Fields): { owner?: string; initiated?: string; quotaName?: string } {
  const owner = textField(session, "Owner");
  const initiated = textField(session, "Initiated");
  const quotaName = textField(session, "QuotaName");
  return {
    ...(owner === undefined ? {} : { owner }),
    ...(initiated === undefined ? {} : { initiated }),
    ...(quotaName === undefined ? {} : { quotaName }),
  };
}
