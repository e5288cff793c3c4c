import type { Answer } from "../http/answer.js";
import type { Exchange } from "../http/exchange.js";
import type { ServiceFailure } from "../http/service-failure.js";
import { writeXml } from "../xml/write-xml.js";
import { dialectOf } from "./dialect.js";

/** A failure as OSS answers it: XML, or for HEAD the same in base64 in `x-oss-err`. */
export function renderFailure(failure: ServiceFailure, exchange: Exchange): Answer {
  const { EC: ec, ...details } = failure.details;
  const dialect = dialectOf(exchange);
  const isS3 = dialect.name === "s3";
  const xml = writeXml("Error", {
    Code: failure.code,
    Message: failure.message,
    ...(isS3 ? { Resource: exchange.rawPath } : {}),
    RequestId: exchange.requestId,
    HostId: exchange.header("host") ?? "",
    ...details,
    EC: ec,
    RecommendDoc: ec === undefined ? undefined : `https://api.aliyun.com/troubleshoot?q=${ec}`,
  });
  const headers = {
    ...commonHeaders(exchange),
    ...(ec === undefined ? {} : { "x-oss-ec": ec }),
    ...failure.headers,
  };
  if (failure.status === 304) return { status: 304, headers };
  if (exchange.method === "HEAD") {
    const encoded = isS3 ? {} : { "x-oss-err": Buffer.from(xml).toString("base64") };
    return { status: failure.status, headers: { ...headers, ...encoded } };
  }
  return { status: failure.status, headers: { "Content-Type": "application/xml", ...headers }, body: xml };
}

/** Headers of every answer. */
export function commonHeaders(exchange: Exchange): Record<string, string> {
  return {
    Server: "AliyunOSS",
    "x-oss-request-id": exchange.requestId,
    "x-oss-server-time": "1",
    ...(dialectOf(exchange).name === "s3" ? { "x-amz-request-id": exchange.requestId } : {}),
  };
}
