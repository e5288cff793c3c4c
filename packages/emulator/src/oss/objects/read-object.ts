import { httpDate } from "../../clock/http-date.js";
import type { Answer } from "../../http/answer.js";
import type { StoredObject } from "../../objects/stored-object.js";
import type { OssCall } from "../oss-call.js";
import { OssFailure } from "../oss-failure.js";
import { objectHeaders } from "./attributes.js";
import { checkConditions } from "./conditions.js";
import { isWithin, parseRange, type ByteRange } from "./range.js";

const OVERRIDES = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
];

/** `GetObject`: the bytes or a range of them. */
export function getObject(call: OssCall): Answer {
  const object = followSymlink(call);
  checkReadable(object, call.now);
  checkConditions(object, (name) => call.header(name));
  const { size } = object.blob;
  const range = readRange(call, size);
  const { start, end } = range ?? { start: 0, end: size };
  const headers = {
    ...objectHeaders(call, object),
    ...readOverrides(call),
    "Content-Length": end - start,
    ...(range === undefined ? {} : { "Content-Range": `bytes ${start}-${end - 1}/${size}` }),
  };
  return { status: range === undefined ? 200 : 206, headers, body: object.blob.read(start, end) };
}

/** `HeadObject`: what `GetObject` says about an object, without its bytes. */
export function headObject(call: OssCall): Answer {
  const object = followSymlink(call);
  checkConditions(object, (name) => call.header(name));
  return { status: 200, headers: { ...objectHeaders(call, object), "Content-Length": object.blob.size } };
}

/** `GetObjectMeta`: the few headers that are cheap. */
export function getObjectMeta(call: OssCall): Answer {
  const object = call.object();
  return {
    status: 200,
    headers: {
      "Content-Length": object.blob.size,
      ETag: `"${object.etag}"`,
      "Last-Modified": httpDate(object.lastModified),
      "x-oss-hash-crc64ecma": object.crc64.toString(),
      ...call.versionHeader(object),
    },
  };
}

/** Refuses an archived object that is not restored. */
export function checkReadable(object: StoredObject, now: number): void {
  if (!object.storageClass.includes("Archive")) return;
  const { restored } = object;
  if (restored !== undefined && restored.from <= now && now <= restored.until) return;
  throw new OssFailure("InvalidObjectState");
}

/** The object, or the one that the symlink in its place points to. */
function followSymlink(call: OssCall): StoredObject {
  const object = call.object();
  if (object.target === undefined) return object;
  const target = call.bucket().get(object.target);
  if (target === undefined) throw new OssFailure("SymlinkTargetNotExist");
  if (target.type === "Symlink") throw new OssFailure("InvalidTargetType");
  return target;
}

/**
 * OSS's own rule: a range that reaches beyond the end gives the whole object, unless `x-oss-range-behavior: standard`
 * asks for HTTP's rule. S3 clients always get HTTP's.
 */
function readRange(call: OssCall, size: number): ByteRange | undefined {
  const header = call.header("range");
  const range = parseRange(header, size);
  if (header === undefined || range === undefined) return undefined;
  const isStandard = call.dialect.followsS3 || call.header("x-oss-range-behavior") === "standard";
  if (range !== "unsatisfiable") return isStandard || isWithin(header, size) ? range : undefined;
  if (!isStandard) return undefined;
  throw new OssFailure("InvalidRange", {
    headers: { "Content-Range": `bytes */${size}` },
    details: { RangeRequested: header, ActualObjectSize: String(size) },
  });
}

/** Headers that the query overrides (`response-content-type` and the like), which only signed requests may. */
function readOverrides(call: OssCall): Record<string, string> {
  if (!call.exchange.rawQuery.includes("response-")) return {};
  const overrides: Record<string, string> = {};
  for (const name of OVERRIDES) {
    const value = call.parameter(`response-${name}`);
    if (value !== undefined) overrides[name] = value;
  }
  if (call.caller.identity === undefined && Object.keys(overrides).length > 0) {
    throw new OssFailure("InvalidRequest", { message: "Anonymous requests can not override response headers." });
  }
  return overrides;
}
