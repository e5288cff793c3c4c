import { parseRetryAfter } from "@credport/node";
import { childOf, textOf } from "../xml/xml-element.js";
import { tryParseXml } from "../xml/parse-xml.js";

/** What an error means for the caller; decides on retry and refresh. */
export type ServiceErrorKind =
  | "auth-expired"
  | "auth-invalid"
  | "client"
  | "clock-skew"
  | "conflict"
  | "forbidden"
  | "not-found"
  | "server"
  | "throttled";

/** An error answer as it came. */
export interface ErrorResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string | Uint8Array;
}

/** An error answer, read and classified. */
export interface ParsedError {
  readonly code: string | null;
  /** The first `ODPS-nnnnnnn` in the code, else in the message. */
  readonly odpsCode: string | null;
  /** The server's message; for an unknown form the body's first 4 KiB, or `HTTP <status>`. */
  readonly message: string;
  readonly requestId: string | null;
  readonly hostId: string | null;
  readonly status: number;
  readonly retryAfterMs: number | undefined;
  readonly kind: ServiceErrorKind;
  /** Whether a call that may run twice is worth repeating. */
  readonly retryIdempotent: boolean;
  /** Whether the credential may be dead. */
  readonly refreshCredentials: boolean;
  /** `clock-skew`: the largest difference the server accepts, in ms, when its message says so. */
  readonly maxIntervalMs?: number | null;
  /** `clock-skew`: the server's time (ISO), when its message says so. */
  readonly serverTime?: string | null;
}

interface ErrorFields {
  readonly code: string | null;
  readonly message: string | null;
  readonly requestId: string | null;
  readonly hostId: string | null;
}

/** Reads and classifies an answer with a status outside 200-299: XML, then JSON, else raw. */
export function parseError(response: ErrorResponse): ParsedError {
  return readError(response).parsed;
}

/** {@link parseError}, and whether the message is the server's own field and not the raw body, which no thrown error may hold. */
export function readError(response: ErrorResponse): { readonly parsed: ParsedError; readonly recognized: boolean } {
  const body = typeof response.body === "string" ? response.body : Buffer.from(response.body).toString("utf8");
  const fields = fromXml(body) ?? fromJson(body);
  const status = response.status;
  const code = fields?.code ?? null;
  const message = fields === undefined ? rawMessage(body, status) : (fields.message ?? "");
  const odpsCode = (/ODPS-\d{7}/.exec(code ?? "") ?? /ODPS-\d{7}/.exec(message))?.[0] ?? null;
  const kind = classify(status, code, odpsCode);
  const parsed: ParsedError = {
    code,
    odpsCode,
    message,
    requestId: fields?.requestId ?? headerOf(response.headers, "x-odps-request-id") ?? null,
    hostId: fields?.hostId ?? null,
    status,
    retryAfterMs: retryAfter(headerOf(response.headers, "retry-after")),
    kind,
    retryIdempotent: kind === "clock-skew" || kind === "auth-expired" || kind === "throttled" || kind === "server",
    refreshCredentials: kind === "auth-expired" || kind === "auth-invalid",
    ...(kind === "clock-skew" ? skewOf(message) : {}),
  };
  return { parsed, recognized: fields !== undefined };
}

/** One header by name in any case; several values joined with a comma. */
export function headerOf(headers: ErrorResponse["headers"], name: string): string | undefined {
  for (const [key, value] of Object.entries(headers)) {
    if (value !== undefined && key.toLowerCase() === name) return typeof value === "string" ? value : value.join(",");
  }
  return undefined;
}

function fromXml(body: string): ErrorFields | undefined {
  const root = tryParseXml(body);
  if (root?.name !== "Error") return undefined;
  return counted({
    code: codeText(childOf(root, "Code")?.text ?? "") || null,
    message: childOf(root, "Message")?.text.trim() || null,
    requestId: (textOf(root, "RequestId") ?? textOf(root, "RequestID")) || null,
    hostId: textOf(root, "HostId") || null,
  });
}

/** As it stands, blanks included, as JSON has it; only an indented document's line ends are not part of it. */
function codeText(text: string): string {
  return text.trim() === "" ? "" : text.replace(/^\s*\n\s*|\s*\n\s*$/g, "");
}

function fromJson(body: string): ErrorFields | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const record = value as Record<string, unknown>;
  const read = (name: string): string | null => {
    const field = record[name];
    return typeof field === "string" && field !== "" ? field : null;
  };
  return counted({
    code: read("Code"),
    message: read("Message"),
    requestId: read("RequestId"),
    hostId: read("HostId"),
  });
}

/** A form counts only with a code or a message: any well-formed page of a proxy would be an error without words otherwise. */
function counted(fields: ErrorFields): ErrorFields | undefined {
  return fields.code === null && fields.message === null ? undefined : fields;
}

const rawLimit = 4096;

function rawMessage(body: string, status: number): string {
  if (body === "") return `HTTP ${status}`;
  const bytes = Buffer.from(body, "utf8");
  return bytes.length <= rawLimit ? body : new TextDecoder().decode(bytes.subarray(0, rawLimit), { stream: true });
}

/** A date counts as no number, too. */
function retryAfter(value: string | undefined): number | undefined {
  return value === undefined ? undefined : (parseRetryAfter(value) ?? 5000);
}

const kindsByCode: readonly (readonly [
  ServiceErrorKind,
  { readonly codes?: readonly string[]; readonly odps?: readonly string[]; readonly status?: number },
])[] = [
  ["clock-skew", { codes: ["RequestTimeTooSkewd", "RequestTimeTooSkewed"] }],
  ["auth-expired", { codes: ["AuthenticationRequestExpired"], odps: ["ODPS-0410031"] }],
  ["throttled", { codes: ["RequestQuotaExceeded", "SlotExceeded", "QPSExceeded", "FlowExceeded"], status: 429 }],
  [
    "auth-invalid",
    {
      codes: ["Unauthorized", "AuthorizationRequired", "SignatureNotMatch"],
      odps: ["ODPS-0410042", "ODPS-0410051"],
      status: 401,
    },
  ],
  ["forbidden", { codes: ["NoPermission"], odps: ["ODPS-0130013", "ODPS-0420095"], status: 403 }],
  ["not-found", { status: 404 }],
  ["conflict", { status: 409 }],
];

function classify(status: number, code: string | null, odpsCode: string | null): ServiceErrorKind {
  for (const [kind, when] of kindsByCode) {
    if (code !== null && when.codes?.includes(code.trim()) === true) return kind;
    if (odpsCode !== null && when.odps?.includes(odpsCode) === true) return kind;
    if (when.status === status) return kind;
  }
  return status >= 500 ? "server" : "client";
}

function skewOf(message: string): { maxIntervalMs: number | null; serverTime: string | null } {
  const interval = /max_interval_date:\s*(\d+)/.exec(message)?.[1];
  const now = /now_date:\s*(\d{4}-\d{2}-\d{2}T[\d:.]+Z)/.exec(message)?.[1];
  const time = now === undefined ? Number.NaN : Date.parse(now);
  return {
    maxIntervalMs: interval === undefined ? null : Number(interval),
    serverTime: Number.isNaN(time) ? null : new Date(time).toISOString(),
  };
}
