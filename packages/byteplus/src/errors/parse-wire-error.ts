/** `ResponseMetadata` of an answer, with the wire's names. Every field may be missing. */
export interface ResponseMetadata {
  readonly RequestId?: string;
  readonly Action?: string;
  readonly Version?: string;
  readonly Service?: string;
  readonly Region?: string;
  readonly Error?: { readonly Code?: string; readonly CodeN?: number; readonly Message?: string };
  readonly [field: string]: unknown;
}

/** The error an answer carries, whichever of the two forms it has. */
export interface WireError {
  /** Never empty. */
  readonly code: string;
  readonly codeN?: number;
  readonly message?: string;
}

/** A JSON object, or `undefined` for any other value. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

/** The metadata of a parsed body; empty where there is none. */
export function readMetadata(body: unknown): ResponseMetadata {
  return asRecord(asRecord(body)?.["ResponseMetadata"]) ?? {};
}

/** The error in a parsed body: `ResponseMetadata.Error`, or the flat `errorcode` and `message`. */
export function readWireError(body: unknown): WireError | undefined {
  const nested = asRecord(readMetadata(body).Error);
  const code = textOf(nested?.["Code"]);
  if (code !== undefined) return wireError(code, nested?.["CodeN"], nested?.["Message"]);
  const flat = asRecord(body);
  const flatCode = textOf(flat?.["errorcode"]);
  return flatCode === undefined ? undefined : wireError(flatCode, undefined, flat?.["message"]);
}

/** What a parsed body says about a failure, whether it has a code or not. */
export function readServerMessage(body: unknown): string | undefined {
  return textOf(asRecord(readMetadata(body).Error)?.["Message"]) ?? textOf(asRecord(body)?.["message"]);
}

function wireError(code: string, codeN: unknown, message: unknown): WireError {
  const text = textOf(message);
  return {
    code,
    ...(typeof codeN === "number" ? { codeN } : {}),
    ...(text === undefined ? {} : { message: text }),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The error code in a body's text; empty where there is none or the text is no JSON. */
export function parseErrorCode(text: string): string {
  try {
    return readWireError(JSON.parse(text))?.code ?? "";
  } catch {
    return "";
  }
}
