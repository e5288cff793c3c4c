import { Readable } from "node:stream";

/** What a body may be. A list of chunks is written one after the other, never joined. */
export type AnswerBody = string | Uint8Array | readonly Uint8Array[] | Readable;

/**
 * What a service answers. The server adds `Date`, and `Content-Length` where it knows the length and the service gave
 * none. For HEAD the headers are sent as given and the body is dropped.
 */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number | readonly string[]>> | undefined;
  readonly body?: AnswerBody | undefined;
}

/** An answer with a JSON body. */
export function jsonAnswer(status: number, value: unknown, headers?: Answer["headers"]): Answer {
  return {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(value),
  };
}

/** The bytes of a body, chunk by chunk. */
export async function* chunksOf(body: AnswerBody | undefined): AsyncGenerator<Uint8Array> {
  if (body === undefined) return;
  if (typeof body === "string") yield Buffer.from(body);
  else if (body instanceof Uint8Array) yield body;
  else {
    const chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array> = body;
    yield* chunks;
  }
}

/** The length of a body in bytes, or `undefined` for a stream. */
export function bodyLength(body: AnswerBody | undefined): number | undefined {
  if (body === undefined) return 0;
  if (typeof body === "string") return Buffer.byteLength(body);
  if (body instanceof Uint8Array) return body.byteLength;
  if (body instanceof Readable) return undefined;
  return body.reduce((sum, chunk) => sum + chunk.byteLength, 0);
}
