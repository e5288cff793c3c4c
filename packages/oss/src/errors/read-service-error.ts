import { parseHttpDate } from "@credport/core";
import { withoutSecrets } from "@credport/core/adapter";
import { parseXml, xmlText } from "../xml/parse-xml.js";
import { describeCause } from "./client-error.js";
import { parseErrorJson } from "./parse-error-json.js";
import { ServiceError } from "./service-error.js";

/** An answer that refuses a request. `body` is an error when it could not be read. */
export interface RefusedResponse {
  readonly statusCode: number;
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | Error;
}

/** What an error body says. */
export interface ErrorDocument {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly requestId?: string | undefined;
  readonly ec?: string | undefined;
}

/**
 * Builds the {@link ServiceError} of an answer (OSS v2 specification, 6.3). `requestTarget` holds no secret any more; `secrets` are
 * those that the request was signed with, which a service may send back.
 */
export async function readServiceError(
  response: RefusedResponse,
  requestTarget: string,
  secrets: readonly (string | undefined)[] = [],
): Promise<ServiceError> {
  const { headers, statusCode } = response;
  const snapshot = response.body instanceof Error ? new Uint8Array() : errorBody(response.body, headers);
  const document =
    response.body instanceof Error ? unreadable(response.body) : await readDocument(snapshot, response, secrets);
  const time = parseHttpDate(headers["date"]);
  const said = (text = ""): string => withoutSecrets(text, secrets);
  return new ServiceError({
    statusCode,
    code: said(document.code) || "BadErrorResponse",
    message: said(document.message),
    requestId: said(document.requestId || headers["x-oss-request-id"]),
    ec: said(document.ec || headers["x-oss-ec"]),
    timestamp: time === undefined ? undefined : new Date(time),
    requestTarget,
    headers,
    snapshot,
  });
}

/** HEAD answers carry the body in a header, in Base64. */
function errorBody(body: Uint8Array, headers: Readonly<Record<string, string>>): Uint8Array {
  const header = headers["x-oss-err"];
  return body.length === 0 && header !== undefined ? Buffer.from(header, "base64") : body;
}

function unreadable(error: Error): ErrorDocument {
  return { message: `The body of the response was not readable, ${error.message}` };
}

async function readDocument(
  body: Uint8Array,
  response: RefusedResponse,
  secrets: readonly (string | undefined)[],
): Promise<ErrorDocument> {
  const text = Buffer.from(body).toString();
  const isJson = /^application\/json\s*(?:;|$)/i.test(response.headers["content-type"] ?? "");
  try {
    if (isJson) return parseErrorJson(text, response.statusText);
    const root = await parseXml(text, "Error");
    const [code, message, requestId, ec] = ["Code", "Message", "RequestId", "EC"].map((name) => xmlText(root, name));
    return { code, message, requestId, ec };
  } catch (error) {
    const format = isJson ? "json" : "xml";
    const part = beginning(text, secrets);
    return {
      message: `Failed to parse ${format} from response body due to: ${describeCause(error)}. With part response body ${part}.`,
    };
  }
}

/** The first 256 bytes of a body, for whoever must find out what answered; without the secrets of the request, whole or cut. */
function beginning(text: string, secrets: readonly (string | undefined)[]): string {
  return Buffer.from(withoutSecrets(text, secrets)).subarray(0, 256).toString();
}
