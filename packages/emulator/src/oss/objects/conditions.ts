import { httpDate } from "../../clock/http-date.js";
import { parseHttpDate } from "../../clock/stamp.js";
import { ServiceFailure } from "../../http/service-failure.js";
import type { StoredObject } from "../../objects/stored-object.js";
import { OssFailure } from "../oss-failure.js";

/** Reads a condition, e.g. `if-match`, from wherever a request has it. */
export type ReadCondition = (name: string) => string | undefined;

/**
 * Checks an object against the four conditions. Throws `PreconditionFailed`, or a bare 304 where the object is the one
 * the client has.
 */
export function checkConditions(object: StoredObject, read: ReadCondition): void {
  const ifMatch = read("if-match");
  const ifNoneMatch = read("if-none-match");
  const modified = Math.floor(object.lastModified / 1000) * 1000;
  if (ifMatch !== undefined && !matches(ifMatch, object)) throw preconditionFailed("If-Match");
  const unmodifiedSince = readDate(read("if-unmodified-since"));
  if (ifMatch === undefined && unmodifiedSince !== undefined && modified > unmodifiedSince) {
    throw preconditionFailed("If-Unmodified-Since");
  }
  const modifiedSince = readDate(read("if-modified-since"));
  const isUnchanged =
    ifNoneMatch === undefined ? modifiedSince !== undefined && modified <= modifiedSince : matches(ifNoneMatch, object);
  if (isUnchanged) throw notModified(object);
}

function matches(list: string, object: StoredObject): boolean {
  return list.split(",").some((entry) => {
    const tag = entry.trim().replace(/^"|"$/g, "");
    return tag === "*" || tag.toUpperCase() === object.etag;
  });
}

function readDate(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseHttpDate(text);
}

function preconditionFailed(condition: string): OssFailure {
  return new OssFailure("PreconditionFailed", { details: { Condition: condition } });
}

function notModified(object: StoredObject): ServiceFailure {
  const headers = { ETag: `"${object.etag}"`, "Last-Modified": httpDate(object.lastModified) };
  return new ServiceFailure(304, "NotModified", "The object was not modified.", { headers });
}
