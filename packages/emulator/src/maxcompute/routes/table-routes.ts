import type { Answer } from "../../http/answer.js";
import type { Exchange } from "../../http/exchange.js";
import { escapeAttribute, escapeText } from "../../xml/write-xml.js";
import { notFound } from "../failures.js";
import type { Project } from "../project.js";
import type { Column, Table } from "../table.js";
import { readPartition } from "../table.js";
import { page, xmlAnswer, type RestCall } from "./rest-call.js";

/** The table a call means. Throws the failure of one that is not there. */
export function findTable(project: Project, name: string, schema: string): Table {
  const table = project.warehouse.find(name, schema);
  if (table !== undefined) return table;
  throw notFound("NoSuchTable", `ODPS-0130131: Table not found - ${project.name}.${name}`);
}

const schemaOf = (exchange: Exchange): string => exchange.parameter("curr_schema") ?? "";

/** `GET /projects/{p}/tables`. */
export function listTables(call: RestCall): Answer {
  const schema = schemaOf(call.exchange);
  const all = call.project.warehouse.tables.filter((table) => table.schema === schema);
  const { items, marker, maxItems } = page(call, all);
  const Table = items.map(({ name }) => ({ Name: name, Owner: call.project.owner }));
  return xmlAnswer("Tables", { Marker: marker, MaxItems: maxItems, Table });
}

/** `GET /projects/{p}/tables/{t}`. */
export function getTable({ project, exchange, names: [name = ""] }: RestCall): Answer {
  const table = findTable(project, name, schemaOf(exchange));
  return xmlAnswer("Table", {
    Name: table.name,
    TableId: `${project.name}.${table.engineName}`,
    Schema: JSON.stringify(schemaJson(project, table)),
    Comment: table.comment,
    Owner: project.owner,
    Project: project.name,
    SchemaName: table.schema,
    Type: "MANAGED_TABLE",
  });
}

function schemaJson(project: Project, table: Table): object {
  const created = Math.floor(table.createdAt / 1000);
  const columnJson = ({ name, text, comment, nullable }: Column): object => ({
    name,
    type: text,
    comment,
    label: "",
    isNullable: nullable,
  });
  return {
    tableName: table.name,
    owner: project.owner,
    comment: table.comment,
    columns: table.columns.map(columnJson),
    partitionKeys: table.partitionColumns.map(columnJson),
    createTime: created,
    lastDDLTime: created,
    lastModifiedTime: created,
    lifecycle: table.lifecycle ?? -1,
    recordNum: project.warehouse.count(table),
    size: 1024,
    isVirtualView: false,
    isExternal: false,
  };
}

/** `GET /projects/{p}/tables/{t}?partitions`. */
export function listPartitions(call: RestCall): Answer {
  const { project, exchange } = call;
  const table = findTable(project, call.names[0] ?? "", schemaOf(exchange));
  const wanted = readPartition(exchange.parameter("partition") ?? "");
  const matching = project.warehouse
    .partitions(table)
    .filter((partition) => [...wanted].every(([name, value]) => readPartition(partition).get(name) === value));
  const { items, marker } = page(
    call,
    matching.map((name) => ({ name })),
  );
  const body = items.map(({ name }) => partitionXml(project, table, name)).join("");
  // Column names and values are attributes, which the writer of elements does not do.
  const xml = `<?xml version="1.0" encoding="UTF-8"?><Partitions><Marker>${escapeText(marker)}</Marker>${body}</Partitions>`;
  return { status: 200, headers: { "Content-Type": "application/xml" }, body: xml };
}

function partitionXml(project: Project, table: Table, partition: string): string {
  const created = String(Math.floor(table.createdAt / 1000));
  const columns = [...readPartition(partition)]
    .map(([name, value]) => `<Column Name="${escapeAttribute(name)}" Value="${escapeAttribute(value)}"/>`)
    .join("");
  const count = String(project.warehouse.count(table, partition));
  const times = `<CreationTime>${created}</CreationTime><LastDDLTime>${created}</LastDDLTime><LastModifiedTime>${created}</LastModifiedTime>`;
  return `<Partition>${columns}${times}<PartitionSize>1024</PartitionSize><PartitionRecordCount>${count}</PartitionRecordCount></Partition>`;
}
