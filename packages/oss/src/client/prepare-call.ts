import { hash } from "node:crypto";
import { toRequestBody, type RequestBody } from "../body/request-body.js";
import { requestUrl } from "../config/request-url.js";
import { encodeQuery } from "../signing/percent-encoding.js";
import { HeaderList } from "../signing/header-list.js";
import type { ClientRuntime } from "./client-runtime.js";
import type { CallOptions, OperationInput } from "./operation-input.js";
import type { OperationTraits } from "./operation-traits.js";
import type { EncodedRequest } from "./request-signature.js";
import { validate, validateHeader } from "./validate.js";

/** The MD5 of no bytes, which the OSS v2 SDKs send with every request without a body. */
const emptyMd5 = "1B2M2Y8AsgTpgAmY7PhCfg==";

/** The parts of a call that all its attempts share. */
export interface PreparedCall {
  readonly input: OperationInput;
  readonly traits: OperationTraits;
  readonly options: CallOptions;
  readonly request: EncodedRequest;
  /** Before signing. Names in lower case. */
  readonly headers: HeaderList;
  readonly origin: string;
  /** Path and query of the unsigned request. */
  readonly path: string;
  readonly body: RequestBody | undefined;
}

/** Checks a call and works out what does not change between attempts. */
export function prepareCall(
  runtime: ClientRuntime,
  input: OperationInput,
  traits: OperationTraits,
  options: CallOptions,
): PreparedCall {
  validate(input);
  const { method, bucket, key, subResources } = input;
  const { host, path, resource } = requestUrl(runtime.endpoint, bucket, key);
  const query = mergeQuery(traits.defaultQuery, options.query, input.query);
  const headers = mergeHeaders(traits.defaultHeaders, options.headers, input.headers);
  const body = bodyOf(input, headers);
  headers.set("user-agent", runtime.userAgent);
  if (runtime.signsHost) headers.set("host", host);
  if (body?.length !== undefined) headers.setAscii("content-length", String(body.length));
  if (traits.sendsMd5 !== false) addMd5(headers, body);
  const encodedQuery = encodeQuery(query);
  return {
    input,
    traits,
    options,
    request: { method, bucket, key, query, subResources, canonical: { method, path: resource, query: encodedQuery } },
    headers,
    origin: `${runtime.endpoint.scheme}://${host}`,
    path: encodedQuery === "" ? path : `${path}?${encodedQuery}`,
    body,
  };
}

/** The body to send. One that does not know its length has that of a `Content-Length` among the headers. */
function bodyOf({ body, contentLength }: OperationInput, headers: HeaderList): RequestBody | undefined {
  if (body === undefined) return undefined;
  const given = toRequestBody(body, contentLength);
  const announced = given.length === undefined ? headers.get("content-length") : undefined;
  return announced === undefined ? given : toRequestBody(body, Number(announced));
}

/** Headers with names in lower case; later ones win. */
export function mergeHeaders(
  ...layers: readonly (Readonly<Record<string, string | undefined>> | undefined)[]
): HeaderList {
  const merged = new HeaderList();
  for (const layer of layers) {
    if (layer === undefined) continue;
    for (const name in layer) {
      const value = layer[name];
      if (value === undefined) continue;
      validateHeader(name, value);
      merged.set(name.toLowerCase(), value.trim());
    }
  }
  return merged;
}

/** Query items; later ones win. */
export function mergeQuery(
  defaults: OperationInput["query"],
  common: OperationInput["query"],
  own: OperationInput["query"] = {},
): NonNullable<OperationInput["query"]> {
  if (defaults === undefined && common === undefined) return own;
  const items = [defaults, common, own].flatMap((query = {}) => Object.entries(query));
  return Object.fromEntries(items.filter(([, value]) => value !== undefined));
}

/** A body that is not in memory goes without: reading it twice would cost more than the CRC that OSS answers with. */
function addMd5(headers: HeaderList, body: RequestBody | undefined): void {
  if (headers.has("content-md5")) return;
  if (body === undefined) headers.setAscii("content-md5", emptyMd5);
  else if (body.bytes !== undefined) headers.setAscii("content-md5", hash("md5", body.bytes, "base64"));
}
