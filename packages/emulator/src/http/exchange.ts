import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { parseQuery, type QueryItem } from "./query.js";
import { utf8FromLatin1 } from "./header-text.js";
import { ServiceFailure } from "./service-failure.js";

/** What the server knows when it creates an {@link Exchange}. */
export interface ExchangeFields {
  readonly request: IncomingMessage;
  readonly requestId: string;
  readonly now: () => number;
  /** Tells a client that asked with `Expect: 100-continue` to go on. */
  readonly sendContinue?: (() => void) | undefined;
}

/** One request as services see it: raw where signatures need it raw, decoded where handlers want it decoded. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly requestId: string;
  readonly method: string;
  /** The path as sent, neither decoded nor folded, without the query. */
  readonly rawPath: string;
  /** The query as sent, without its question mark. */
  readonly rawQuery: string;
  /** What this request is called in call counts and fault rules. The server sets it from `EmulatorService.describe`. */
  operation = "Unknown";
  /** The key id that signed the request; a verifier sets it, the call log keeps it. */
  accessKeyId: string | undefined;
  /** How far the server's clock is off for this request, in ms; a fault rule may set it. */
  clockSkew = 0;

  readonly #now: () => number;
  #sendContinue: (() => void) | undefined;
  #query: readonly QueryItem[] | undefined;
  #headerNames: readonly string[] | undefined;
  #body: Promise<Buffer> | undefined;

  constructor(fields: ExchangeFields) {
    const target = fields.request.url ?? "/";
    const mark = target.indexOf("?");
    this.request = fields.request;
    this.requestId = fields.requestId;
    this.method = fields.request.method ?? "GET";
    this.rawPath = withoutOrigin(mark < 0 ? target : target.slice(0, mark));
    this.rawQuery = mark < 0 ? "" : target.slice(mark + 1);
    this.#now = fields.now;
    this.#sendContinue = fields.sendContinue;
  }

  /** Request headers as Node reads them; names in lower case. */
  get headers(): IncomingHttpHeaders {
    return this.request.headers;
  }

  /** The names of all request headers, in lower case. */
  get headerNames(): readonly string[] {
    return (this.#headerNames ??= Object.keys(this.request.headers));
  }

  /** The query's items, decoded, in the order sent. */
  get query(): readonly QueryItem[] {
    return (this.#query ??= parseQuery(this.rawQuery));
  }

  /** The server's time for this request, in ms: the emulator's clock, plus the skew a fault rule asked for. */
  now(): number {
    return this.#now() + this.clockSkew;
  }

  /** One header as text, read as UTF-8 as vendors do; several of one name are joined with `,`. */
  header(name: string): string | undefined {
    const value = this.request.headers[name];
    if (value === undefined) return undefined;
    // Node joins the values of one name with a blank after the comma, which no signature has.
    const isJoined = typeof value !== "string" || value.includes(", ");
    return utf8FromLatin1(isJoined ? (this.request.headersDistinct[name]?.join(",") ?? "") : value);
  }

  /** The first query item of this name, decoded. A bare name gives the empty string. */
  parameter(name: string): string | undefined {
    return this.query.find((item) => item[0] === name)?.[1];
  }

  /** The request's body as a stream. A client that waits for `100 Continue` gets it now. */
  bodyStream(): IncomingMessage {
    this.#sendContinue?.();
    this.#sendContinue = undefined;
    return this.request;
  }

  /** The whole body, at most `limit` bytes (default 1 MiB); read once, the same for every caller. */
  readBody(limit: number = 1024 * 1024): Promise<Buffer> {
    return (this.#body ??= this.#collect(limit));
  }

  async #collect(limit: number): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let length = 0;
    const stream: AsyncIterable<Buffer> = this.bodyStream();
    for await (const chunk of stream) {
      length += chunk.length;
      if (length > limit) {
        throw new ServiceFailure(413, "RequestEntityTooLarge", `The body is larger than ${limit} bytes.`);
      }
      chunks.push(chunk);
    }
    return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
  }
}

/** A client that speaks to a proxy sends the whole address; only its path counts. */
function withoutOrigin(path: string): string {
  if (path.startsWith("/") || !/^https?:\/\//i.test(path)) return path;
  const slash = path.indexOf("/", path.indexOf("//") + 2);
  return slash < 0 ? "/" : path.slice(slash);
}
