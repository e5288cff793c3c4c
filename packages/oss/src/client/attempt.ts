import { CredentialsError } from "@credport/core";
import { abortable } from "@credport/node";
import { planSend, type SendPlan } from "../body/send-plan.js";
import { redactHeaders, redactUrl } from "../config/redact.js";
import { checkedCredentials } from "../credentials/checked-credentials.js";
import { isExpired, type OssCredentials } from "../credentials/credentials-provider.js";
import { ClientError } from "../errors/client-error.js";
import { CrcMismatchError } from "../errors/crc-mismatch-error.js";
import { lengthMismatch } from "../errors/length-mismatch.js";
import { readServiceError } from "../errors/read-service-error.js";
import type { ServiceError } from "../errors/service-error.js";
import { BrokenResponseError } from "../transport/broken-response-error.js";
import type { HeaderList } from "../signing/header-list.js";
import { encodeQuery } from "../signing/percent-encoding.js";
import { defaultPresignValidity } from "../signing/presign-v4.js";
import type { TransportRequest, TransportResponse } from "../transport/transport.js";
import type { ClientRuntime } from "./client-runtime.js";
import type { PreparedCall } from "./prepare-call.js";
import { sentSecrets } from "./sent-secrets.js";

/** What one attempt used, for judging its outcome. */
export interface AttemptRecord {
  credentials: OssCredentials | undefined;
}

/** An answer, and the CRC-64 in decimal of the body that it is for, where one was computed. */
export interface CallResponse extends TransportResponse {
  readonly sentCrc?: string | undefined;
}

/** One attempt, ready to be sent. */
export interface Attempt {
  readonly request: TransportRequest;
  readonly plan: SendPlan | undefined;
}

/** Asks for the credentials of an attempt; `undefined`: the client signs nothing. */
export function askCredentials(
  { provider, anonymous }: ClientRuntime,
  { options: { signal } }: PreparedCall,
): Promise<OssCredentials> | undefined {
  if (anonymous) return undefined;
  const asked = provider.getCredentials(signal === undefined ? undefined : { signal });
  return signal === undefined ? asked : abortable(asked, signal);
}

/** A call as it is sent now: signed afresh with what the provider answered. Throws for credentials that cannot sign. */
export function prepareAttempt(
  runtime: ClientRuntime,
  call: PreparedCall,
  answer: OssCredentials | undefined,
  record: AttemptRecord,
): Attempt {
  const { input, options, body, origin } = call;
  const headers = call.headers.copy();
  let { path } = call;
  if (!runtime.anonymous) {
    const credentials = checkedCredentials(answer);
    if (isExpired(credentials, runtime.host.now())) throw expired();
    record.credentials = credentials;
    if (options.authMethod === "query") path = signInQuery(runtime, call, headers, credentials);
    else runtime.signature.sign(call.request, headers, credentials, runtime.clock.now());
  }
  const plan = body === undefined ? undefined : planBody(runtime, call, body);
  const request: TransportRequest = {
    method: input.method,
    origin,
    path,
    headers,
    body: plan?.payload,
    idleTimeout: options.readWriteTimeout ?? runtime.readWriteTimeout,
    signal: options.signal,
    stream: input.stream === true,
    onReceived: receivedListener(runtime, call),
  };
  logRequest(runtime, call, headers);
  return { request, plan };
}

/** The answer to an attempt, checked. Throws where its body did not arrive as it was sent. */
export function acceptResponse({ plan }: Attempt, response: TransportResponse): CallResponse {
  const sentCrc = plan?.crc?.toString();
  checkCrc(response, sentCrc);
  const { statusCode, statusText, headers, body } = response;
  return { statusCode, statusText, headers, body, sentCrc };
}

/** Signs in the query instead of the headers. Answers with path and query. */
function signInQuery(runtime: ClientRuntime, call: PreparedCall, headers: HeaderList, by: OssCredentials): string {
  const now = runtime.clock.now();
  const query = runtime.signature.presign(call.request, headers, by, now, now + defaultPresignValidity);
  const [path = ""] = call.path.split("?", 1);
  return `${path}?${encodeQuery(query)}`;
}

function logRequest({ log }: ClientRuntime, call: PreparedCall, headers: HeaderList): void {
  log.write("debug", () => `${requestTarget(call)}\n${redactHeaders(headers)}`);
}

/** Method and URL, without what signs them. */
export function requestTarget(call: PreparedCall): string {
  return `${call.input.method} ${redactUrl(call.origin + call.path)}`;
}

function expired(): CredentialsError {
  const message = "the credentials provider gave credentials that have expired";
  return new CredentialsError({ code: "EXPIRED", message, permanent: true });
}

function planBody(runtime: ClientRuntime, call: PreparedCall, body: NonNullable<PreparedCall["body"]>): SendPlan {
  const crcStart = runtime.checkUploadCrc ? call.traits.uploadCrcStart : undefined;
  return planSend({ body, crcStart, onProgress: call.input.onProgress, throttle: runtime.uploadThrottle });
}

function receivedListener(runtime: ClientRuntime, call: PreparedCall): TransportRequest["onReceived"] {
  const { downloadThrottle } = runtime;
  const { stream, onProgress } = call.input;
  if (stream !== true || (downloadThrottle === undefined && onProgress === undefined)) return undefined;
  let transferred = 0;
  return (bytes, total) => {
    transferred += bytes;
    onProgress?.(bytes, transferred, total);
    return downloadThrottle?.take(bytes);
  };
}

/** What a failed attempt means in the terms of an operation. */
export async function explainFailure(call: PreparedCall, failure: unknown): Promise<unknown> {
  if (failure instanceof BrokenResponseError) return brokenResponse(failure, call);
  if (failure instanceof Error && "code" in failure && failure.code === "UND_ERR_REQ_CONTENT_LENGTH_MISMATCH") {
    return lengthMismatch(failure);
  }
  return failure;
}

/** A refusal stays one when its body is lost; a success without its body is worth another attempt for some operations. */
async function brokenResponse(error: BrokenResponseError, call: PreparedCall): Promise<unknown> {
  const { head, cause } = error;
  const failure = cause instanceof Error ? cause : error;
  if (head.statusCode >= 300) return readServiceError({ ...head, body: failure }, requestTarget(call));
  if (call.traits.retriesBrokenBody === true) return failure;
  const message = `${call.input.operation} was answered, but its body broke off, request id: ${head.headers["x-oss-request-id"] ?? ""}`;
  return new ClientError("UnmarshalOutputFail", message, failure);
}

/** Anything but 2xx, and the 203 that says that the service's callback to the application failed. */
export function isRefusal(call: PreparedCall, { statusCode }: TransportResponse): boolean {
  if (statusCode < 200 || statusCode >= 300) return true;
  return statusCode === 203 && call.headers.has("x-oss-callback");
}

/** What a refused attempt is thrown as. */
export async function refusal(
  call: PreparedCall,
  { request }: Attempt,
  response: TransportResponse,
  { credentials }: AttemptRecord,
): Promise<ServiceError> {
  const body = response.body instanceof Uint8Array ? response.body : await response.body.bytes();
  return readServiceError({ ...response, body }, requestTarget(call), sentSecrets(request, credentials));
}

function checkCrc(response: TransportResponse, client: string | undefined): void {
  const server = response.headers["x-oss-hash-crc64ecma"];
  if (client !== undefined && server !== undefined && client !== server) throw new CrcMismatchError(client, server);
}
