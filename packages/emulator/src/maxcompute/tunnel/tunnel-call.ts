import { jsonAnswer, type Answer } from "../../http/answer.js";
import type { Exchange } from "../../http/exchange.js";
import { badRequest, conflict, notFound } from "../failures.js";
import type { Project } from "../project.js";
import { readPartition, type Column } from "../table.js";
import { isExpired } from "./sessions.js";

/** One verified call of the tunnel. */
export interface TunnelCall {
  readonly exchange: Exchange;
  readonly project: Project;
  /** The path, which sessions are bound to. */
  readonly resource: string;
}

/** What every answer of the tunnel says. */
export function tunnelJson({ exchange }: TunnelCall, value: object): Answer {
  return jsonAnswer(200, value, { "x-odps-request-id": exchange.requestId });
}

/** A session that is there, belongs to this path and is not too old. */
export function sessionOf<S extends { readonly resource: string; readonly createdAt: number }>(
  { exchange, resource }: TunnelCall,
  sessions: ReadonlyMap<string, S>,
  id: string | undefined,
  code: "NoSuchDownload" | "NoSuchUpload",
): S {
  const session = sessions.get(id ?? "");
  if (session === undefined || session.resource !== resource) throw notFound(code, "The session does not exist.");
  if (isExpired(session, exchange.now())) throw conflict("StatusConflict", "The session has expired.");
  return session;
}

/** The partition a request names, `k1=v1,k2=v2`; empty when it names none. */
export function partitionOf(exchange: Exchange): string {
  return [...readPartition(exchange.parameter("partition") ?? "")].map((pair) => pair.join("=")).join(",");
}

/** The columns a request names, in that order; all of them when it names none. */
export function wantedColumns(
  columns: readonly Column[],
  names: string | undefined,
): readonly { readonly column: Column; readonly index: number }[] {
  const all = columns.map((column, index) => ({ column, index }));
  if (names === undefined || names === "") return all;
  return names.split(",").map((name) => {
    const found = all.find(({ column }) => column.name === name);
    if (found === undefined) throw badRequest("InvalidColumnSpec", `There is no column ${name}.`);
    return found;
  });
}
