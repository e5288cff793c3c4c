import type { HttpResponse } from "@credport/core";
import { textMember, tryParseJson } from "./parse-answer.js";

/** What a failed call of an Alibaba Cloud API may say about itself: allow-listed fields only. */
export interface AnsweredFailure {
  readonly code?: string | undefined;
  readonly requestId?: string | undefined;
}

/** Values outside this are dropped: an error code or request id never looks otherwise. */
const harmless = /^[A-Za-z0-9._-]{1,128}$/;

const codeNames = ["Code", "code", "ErrorCode", "errorCode", "error"];
const requestIdNames = ["RequestId", "requestId"];

/** Reads code and request id of a failure: from JSON, lower-case first letters included, or XML, the id from its header too. */
export function answeredFailure(response: HttpResponse): AnsweredFailure {
  const body = response.text();
  const header = response.headers["x-acs-request-id"] ?? "";
  return {
    code: member(body, codeNames),
    requestId: member(body, requestIdNames) ?? (harmless.test(header) ? header : undefined),
  };
}

/** The error code in the body of a failure. */
export function answeredCode(body: string): string | undefined {
  return member(body, codeNames);
}

function member(body: string, names: readonly string[]): string | undefined {
  const json = tryParseJson(body);
  for (const name of names) {
    const value = json === undefined ? xmlElement(body, name) : textMember(json, name);
    if (value !== undefined && harmless.test(value)) return value;
  }
  return undefined;
}

/** The text of the first element of that name, in the XML of an `Error`. */
function xmlElement(body: string, name: string): string | undefined {
  if (!body.includes("<Error")) return undefined;
  return new RegExp(`<${name}>\\s*([^<]{1,256}?)\\s*</${name}>`).exec(body)?.[1];
}
