import { jsonAnswer, type Answer } from "../http/answer.js";
import type { Exchange } from "../http/exchange.js";
import type { ServiceFailure } from "../http/service-failure.js";
import { renderFailure } from "../oss/render-failure.js";
import { tosDialectOf } from "./dialect.js";

/** A failure as TOS answers it: JSON, or XML for S3 clients. */
export function renderTosFailure(failure: ServiceFailure, exchange: Exchange): Answer {
  const headers = { ...tosHeaders(exchange), ...failure.headers };
  if (tosDialectOf(exchange).name === "s3") {
    const { headers: _, ...answer } = renderFailure(failure, exchange);
    return { ...answer, headers: { "Content-Type": "application/xml", ...headers } };
  }
  const { code, message, details, status } = failure;
  if (status === 304 || exchange.method === "HEAD") return { status, headers };
  const fields = { Code: code, Message: message, RequestId: exchange.requestId, HostId: exchange.requestId };
  return jsonAnswer(status, { ...fields, ...details, Resource: exchange.rawPath }, headers);
}

/** Headers of every answer of TOS. */
export function tosHeaders(exchange: Exchange): Record<string, string> {
  return { Server: "TosServer", "x-tos-request-id": exchange.requestId, "x-tos-id-2": exchange.requestId };
}
