import { inflateSync } from "node:zlib";
import type { Answer } from "../../http/answer.js";
import { badRequest, conflict, notFound } from "../failures.js";
import { newId } from "../project.js";
import { findTable } from "../routes/table-routes.js";
import { unframeArrow } from "./arrow-frames.js";
import { readArrow } from "./read-arrow.js";
import { readRecords } from "./record-reader.js";
import { schemaJson, type UploadSession } from "./sessions.js";
import { partitionOf, sessionOf, tunnelJson, type TunnelCall } from "./tunnel-call.js";

/** The most a block may have here, in bytes. */
const MAX_BLOCK = 256 * 1024 * 1024;
const MAX_FIELD_SIZE = 8 * 1024 * 1024;

/** `POST <table>?uploads`. */
export function createUpload(call: TunnelCall, schema: string, name: string): Answer {
  const { exchange, project } = call;
  const table = findTable(project, name, schema);
  const partition = partitionOf(exchange);
  if (table.partitionColumns.length > 0) {
    if (partition === "") throw badRequest("MissingPartitionSpec", "The table is partitioned: name a partition.");
    const exists = project.warehouse.partitions(table).includes(partition);
    if (!exists && exchange.parameter("create_partition") !== "true") {
      throw notFound("NoSuchPartition", `The partition ${partition} does not exist.`);
    }
    project.warehouse.addPartition(table, partition);
  }
  const now = exchange.now();
  const session: UploadSession = {
    id: newId(now, "up"),
    createdAt: now,
    table,
    partition,
    overwrite: exchange.parameter("overwrite") === "true",
    resource: call.resource,
    blocks: new Map(),
    status: "NORMAL",
  };
  project.uploads.set(session.id, session);
  return tunnelJson(call, uploadJson(call, session));
}

/** `GET <table>?uploadid=`. */
export function getUpload(call: TunnelCall): Answer {
  return tunnelJson(call, uploadJson(call, uploadOf(call)));
}

function uploadOf(call: TunnelCall): UploadSession {
  return sessionOf(call, call.project.uploads, call.exchange.parameter("uploadid"), "NoSuchUpload");
}

function uploadJson({ project }: TunnelCall, session: UploadSession): object {
  return {
    UploadID: session.id,
    Status: session.status,
    Schema: schemaJson(session.table.columns, session.table.partitionColumns),
    MaxFieldSize: MAX_FIELD_SIZE,
    UploadedBlockList: [...session.blocks].map(([id, { rows, at }]) => ({
      BlockID: id,
      RecordCount: rows.length,
      CreateTime: Math.floor(at / 1000),
    })),
    Owner: project.owner,
    Initiated: new Date(session.createdAt).toUTCString(),
    IsOverwrite: session.overwrite,
    QuotaName: "default",
  };
}

/** `PUT <table>?uploadid=&blockid=`. A block sent again replaces the one before. */
export async function writeBlock(call: TunnelCall): Promise<Answer> {
  const { exchange } = call;
  const session = uploadOf(call);
  const blockId = Number(exchange.parameter("blockid"));
  if (!Number.isInteger(blockId) || blockId < 0 || blockId > 19_999) {
    throw badRequest("InvalidBlockID", "A block id is a whole number from 0 to 19999.");
  }
  if (session.status !== "NORMAL") throw conflict("StatusConflict", "The session is not open any more.");
  const sent = await exchange.readBody(MAX_BLOCK);
  const bytes = exchange.header("content-encoding") === "deflate" ? inflated(sent) : sent;
  const { columns } = session.table;
  const rows =
    exchange.parameter("arrow") === undefined
      ? readRecords(
          columns.map(({ type }) => type),
          bytes,
        )
      : readArrow(columns, unframeArrow(bytes));
  session.blocks.set(blockId, { rows, at: exchange.now() });
  return { status: 200, headers: { "x-odps-request-id": exchange.requestId } };
}

function inflated(bytes: Buffer): Buffer {
  try {
    return inflateSync(bytes);
  } catch {
    throw badRequest("IncompleteBody", "The body is no deflate stream, or ends early.");
  }
}

/** `POST <table>?uploadid=`: makes the blocks visible, in order of their ids. */
export function commitUpload(call: TunnelCall): Answer {
  const session = uploadOf(call);
  if (session.status !== "NORMAL") throw conflict("StatusConflict", "The session is committed already.");
  const { warehouse } = call.project;
  if (session.overwrite) warehouse.truncate(session.table, session.partition);
  for (const id of [...session.blocks.keys()].sort((one, other) => one - other)) {
    warehouse.insert(session.table, session.blocks.get(id)?.rows ?? [], session.partition);
  }
  session.status = "CLOSED";
  return tunnelJson(call, uploadJson(call, session));
}
