import { BytePlusSerializationError } from "../errors/byteplus-serialization-error.js";
import { formContentType } from "../signing/sign-headers.js";
import { canonicalQuery } from "../signing/encoding.js";
import type { CallContentType, CallRequest, HttpMethod } from "./call.js";
import { flatten, hasFields, type Parameters } from "./flatten.js";
import type { RequestDraft } from "./hooks.js";
import { jsonBody } from "./json-body.js";

/** Fields that hooks add to a call. */
export interface AddedFields {
  /** Added to a form body, else to the query. */
  readonly parameters?: Parameters | undefined;
  /** Added to a JSON body. */
  readonly jsonBody?: Parameters | undefined;
}

const methods: readonly HttpMethod[] = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"];
const contentTypes: readonly CallContentType[] = ["default", "form", "json"];

const jsonContentType = "application/json; charset=utf-8";

/** Puts a call's parameters where section 7 of the protocol has them. Throws `BytePlusSerializationError` for what cannot be sent. */
export function buildRequest(call: CallRequest, added: AddedFields = {}): RequestDraft {
  const { method = "GET", contentType = "default" } = call;
  const parameters = call.parameters ?? {};
  const body = call.body ?? undefined;
  const query: [string, string][] = [
    ["Action", call.action],
    ["Version", call.version],
  ];
  const draft: RequestDraft = { method, query, headers: { accept: "application/json" }, body: undefined };
  requireKnown("method", method, methods);
  requireKnown("contentType", contentType, contentTypes);
  requireObject("parameters", parameters);
  refuseBodyOn(method, contentType, body);
  const isForm = body === undefined && (contentType === "form" || (contentType === "default" && method === "POST"));
  if (added.parameters !== undefined && !isForm) addToQuery(query, added.parameters);

  if (body !== undefined) {
    addToQuery(query, parameters);
    if (typeof body === "string" || body instanceof Uint8Array) {
      draft.body = body;
      if (contentType === "json") draft.headers["content-type"] = jsonContentType;
    } else {
      requireObject("body", body);
      setJson(draft, body, added);
    }
  } else if (contentType === "json") {
    setJson(draft, parameters, added);
  } else if (isForm) {
    draft.body = canonicalQuery(flatten(parameters, flatten(added.parameters ?? {})));
    draft.headers["content-type"] = formContentType;
  } else {
    addToQuery(query, parameters);
  }
  return draft;
}

/** The query names the call, so no parameter in it can have one of those names: the service would see it twice. */
function addToQuery(query: [string, string][], parameters: Parameters): void {
  for (const name of ["Action", "Version"]) {
    if ((parameters[name] ?? undefined) === undefined) continue;
    throw new BytePlusSerializationError({
      message: `A parameter called "${name}" cannot go to the query, where the call's own stands: send it in a form or JSON body.`,
    });
  }
  flatten(parameters, query);
}

function setJson(draft: RequestDraft, content: Parameters, added: AddedFields): void {
  draft.body = jsonBody({ ...content, ...added.jsonBody });
  draft.headers["content-type"] = jsonContentType;
}

function requireKnown(name: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return;
  throw new BytePlusSerializationError({ message: `"${name}" must be one of ${known.join(", ")}.` });
}

function requireObject(name: string, value: unknown): void {
  if (typeof value === "object" && value !== null && hasFields(value)) return;
  throw new BytePlusSerializationError({ message: `"${name}" must be an object with a member for each field.` });
}

/** GET and HEAD have no body, so nothing that needs one can go with them. */
function refuseBodyOn(method: HttpMethod, contentType: CallContentType, body: CallRequest["body"]): void {
  if (method !== "GET" && method !== "HEAD") return;
  if (contentType === "default" && body === undefined) return;
  const what = body === undefined ? `the content type "${contentType}"` : "a body";
  throw new BytePlusSerializationError({ message: `A ${method} request cannot carry ${what}.` });
}
