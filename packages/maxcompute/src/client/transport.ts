import { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import { SendFailure } from "./send-failure.js";

/** One HTTP request on the wire. */
export interface TransportRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | AsyncIterable<Uint8Array> | undefined;
  /** Longest wait for the answer's headers after the last sent piece, in ms; 0: none. */
  readonly headersTimeout: number;
  /** Longest pause between two pieces of the answer, in ms; 0: none. */
  readonly bodyTimeout: number;
  readonly signal: AbortSignal | undefined;
}

/** The answer's head, and its body to be read or destroyed. */
export interface TransportResponse {
  readonly status: number;
  /** Names in lower case, repeats joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

/** Sends through an undici dispatcher that is made at the first request. */
export class Transport {
  readonly #create: () => Promise<Dispatcher>;
  readonly #owned: boolean;
  #dispatcher: Promise<Dispatcher> | undefined;

  /** With `owned` the dispatcher is closed with this transport. */
  constructor(create: () => Promise<Dispatcher>, owned: boolean) {
    this.#create = create;
    this.#owned = owned;
  }

  /** Sends once: no retry, no redirect. Rejects with a {@link SendFailure}. */
  async send(request: TransportRequest): Promise<TransportResponse> {
    const { origin, path } = splitUrl(request.url);
    try {
      this.#dispatcher ??= this.#create();
      const dispatcher = await this.#dispatcher;
      const response = await dispatcher.request({
        origin,
        path,
        method: methodOf(request.method),
        headers: withLength(request),
        body: bodyOf(request.body),
        headersTimeout: request.headersTimeout,
        bodyTimeout: request.bodyTimeout,
        signal: request.signal ?? null,
        reset: false,
      });
      return { status: response.statusCode, headers: joined(response.headers), body: response.body };
    } catch (error) {
      throw SendFailure.from(error, new URL(origin).host);
    }
  }

  async close(): Promise<void> {
    if (this.#owned) await (await this.#dispatcher)?.close();
  }
}

/** Split by hand: `URL` would fold dot segments, and another path would be sent than the one signed. */
function splitUrl(url: string): { origin: string; path: string } {
  const start = url.indexOf("/", url.indexOf("://") + 3);
  return { origin: url.slice(0, start), path: url.slice(start) };
}

const methods = ["DELETE", "GET", "HEAD", "POST", "PUT"] as const;

function methodOf(method: string): Dispatcher.HttpMethod {
  const known = methods.find((candidate) => candidate === method);
  if (known === undefined) throw new TypeError(`unknown method ${method}`);
  return known;
}

/** One write of a large buffer would count as silence until it is out, and the headers limit would end a slow upload. */
const pieceSize = 65_536;
const largestSinglePiece = 262_144;

function bodyOf(body: TransportRequest["body"]): Uint8Array | Readable | null {
  if (body === undefined) return null;
  if (body instanceof Uint8Array && body.length <= largestSinglePiece) return body;
  return Readable.from(body instanceof Uint8Array ? inPieces(body) : body, { objectMode: false });
}

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  for (let start = 0; start < bytes.length; start += pieceSize) yield bytes.subarray(start, start + pieceSize);
}

function withLength(request: TransportRequest): Record<string, string> {
  const known = request.body instanceof Uint8Array ? { "Content-Length": String(request.body.length) } : {};
  return { ...request.headers, ...known };
}

function joined(headers: Dispatcher.ResponseData["headers"]): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) result[name] = typeof value === "string" ? value : value.join(", ");
  }
  return result;
}
