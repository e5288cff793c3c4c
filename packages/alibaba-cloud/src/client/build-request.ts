import type { SignableRequest } from "@credport/core";
import { configInvalid } from "../options/check-options.js";
import { encodeParameters } from "../signing/encode-parameters.js";
import { flattenParameters } from "./flatten-parameters.js";
import type { OpenApiCall } from "./open-api-call.js";

/** A request before it is signed: its body in bytes, its parameters flattened. */
export function buildRequest(base: string, call: OpenApiCall): SignableRequest {
  const { path = "/", query = {}, headers = {} } = call;
  if (!path.startsWith("/")) throw configInvalid("path", "must begin with a slash");
  const url = new URL(base);
  url.pathname = path;
  url.search = encodeParameters(flattenParameters(query));
  const { body, contentType } = bodyOf(call);
  const defaultMethod = call.path === undefined || body !== undefined ? "POST" : "GET";
  return {
    method: (call.method ?? defaultMethod).toUpperCase(),
    url,
    headers: contentType === undefined ? headers : { "content-type": contentType, ...headers },
    body,
  };
}

function bodyOf({ form, json }: OpenApiCall): { readonly body: Uint8Array | undefined; readonly contentType?: string } {
  if (form !== undefined && json !== undefined) throw configInvalid("form", "and json cannot both be the body");
  if (form !== undefined) {
    const contentType = "application/x-www-form-urlencoded";
    return { body: Buffer.from(encodeParameters(flattenParameters(form))), contentType };
  }
  if (json === undefined) return { body: undefined };
  return { body: Buffer.from(jsonText(json)), contentType: "application/json; charset=utf-8" };
}

function jsonText(value: unknown): string {
  try {
    const text: string | undefined = JSON.stringify(value);
    if (text !== undefined) return text;
  } catch (error) {
    throw configInvalid("json", "cannot be written as JSON", error);
  }
  throw configInvalid("json", "cannot be written as JSON");
}
