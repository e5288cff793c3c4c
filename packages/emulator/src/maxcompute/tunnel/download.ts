import { Readable } from "node:stream";
import { createDeflate } from "node:zlib";
import type { Answer } from "../../http/answer.js";
import type { TableRow } from "../cells.js";
import { badRequest, notFound } from "../failures.js";
import { newId } from "../project.js";
import { findInstance } from "../routes/instance-routes.js";
import { findTable } from "../routes/table-routes.js";
import { frameArrow } from "./arrow-frames.js";
import { writeArrow } from "./write-arrow.js";
import { writeRecords } from "./record-writer.js";
import { schemaJson, type DownloadSession } from "./sessions.js";
import { partitionOf, sessionOf, tunnelJson, wantedColumns, type TunnelCall } from "./tunnel-call.js";

/** The most rows a result gives with `instance_tunnel_limit_enabled`. */
const LIMITED_ROWS = 10_000;

/** `POST <table>?downloads`. */
export function createTableDownload(call: TunnelCall, schema: string, name: string): Answer {
  const { exchange, project } = call;
  const table = findTable(project, name, schema);
  const partition = partitionOf(exchange);
  const { warehouse } = project;
  if (table.partitionColumns.length > 0) {
    if (partition === "") throw badRequest("MissingPartitionSpec", "The table is partitioned: name a partition.");
    if (!warehouse.partitions(table).includes(partition))
      throw notFound("NoSuchPartition", `The partition ${partition} does not exist.`);
  }
  return create(call, {
    columns: table.columns,
    partitionColumns: table.partitionColumns,
    count: warehouse.count(table, partition),
    rows: (range) => warehouse.rows(table, range, partition),
  });
}

/** `POST <instance>?downloads`. */
export function createResultDownload(call: TunnelCall, id: string): Answer {
  const { exchange, project } = call;
  const instance = findInstance(project, id);
  if (!instance.isTerminated(exchange.now())) throw badRequest("InstanceNotTerminate", "The instance is running.");
  const { selection } = instance;
  if (selection === undefined) throw badRequest("InstanceTypeNotSupported", "The instance selected nothing.");
  const isLimited = exchange.parameter("instance_tunnel_limit_enabled") !== undefined;
  return create(call, {
    columns: selection.columns,
    partitionColumns: [],
    count: isLimited ? Math.min(LIMITED_ROWS, selection.rows.length) : selection.rows.length,
    rows: ({ start, count }) => instance.rows(start, count),
  });
}

function create(call: TunnelCall, fields: Omit<DownloadSession, "id" | "createdAt" | "resource">): Answer {
  const now = call.exchange.now();
  const session: DownloadSession = { ...fields, id: newId(now, "down"), createdAt: now, resource: call.resource };
  call.project.downloads.set(session.id, session);
  return tunnelJson(call, sessionJson(call, session));
}

/** `GET <resource>?downloadid=`. */
export function getDownload(call: TunnelCall): Answer {
  const { downloads } = call.project;
  return tunnelJson(
    call,
    sessionJson(call, sessionOf(call, downloads, call.exchange.parameter("downloadid"), "NoSuchDownload")),
  );
}

function sessionJson({ project }: TunnelCall, session: DownloadSession): object {
  return {
    DownloadID: session.id,
    Status: "NORMAL",
    RecordCount: session.count,
    Schema: schemaJson(session.columns, session.partitionColumns),
    Owner: project.owner,
    Initiated: new Date(session.createdAt).toUTCString(),
    QuotaName: "default",
  };
}

/** `GET <resource>?data`. */
export function readDownload(call: TunnelCall): Answer {
  const { exchange, project } = call;
  const session = sessionOf(call, project.downloads, exchange.parameter("downloadid"), "NoSuchDownload");
  const [, start = "", count = ""] = /^\((\d+),(\d+)\)$/.exec(exchange.parameter("rowrange") ?? "") ?? [];
  const range = { start: Number(start), count: Number(count) };
  if (start === "" || range.count === 0 || range.start + range.count > session.count) {
    throw badRequest("InvalidRowRange", "The row range does not lie within the session.");
  }
  const wanted = wantedColumns(session.columns, exchange.parameter("columns"));
  const columns = wanted.map(({ column }) => column);
  const rows = projected(
    session.rows(range),
    wanted.map(({ index }) => index),
  );
  const data =
    exchange.parameter("arrow") === undefined
      ? writeRecords(
          columns.map(({ type }) => type),
          rows,
        )
      : frameArrow(writeArrow(columns, rows));
  const headers = { "Content-Type": "application/octet-stream", "x-odps-request-id": exchange.requestId };
  const body = Readable.from(data, { objectMode: false, highWaterMark: 256 * 1024 });
  const accepted = (exchange.header("accept-encoding") ?? "").split(",").map((each) => each.trim());
  if (!accepted.includes("deflate")) return { status: 200, headers, body };
  const deflated = createDeflate();
  body.on("error", (error) => deflated.destroy(error));
  return { status: 200, headers: { ...headers, "Content-Encoding": "deflate" }, body: body.pipe(deflated) };
}

function* projected(rows: Iterable<TableRow>, indexes: readonly number[]): Generator<TableRow> {
  for (const row of rows) yield indexes.map((index) => row[index] ?? null);
}
