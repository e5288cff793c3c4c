import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { bodyLength, type Answer } from "./answer.js";
import { latin1FromUtf8 } from "./header-text.js";
import { httpDate } from "../clock/http-date.js";

/** How many bytes of a list of chunks are handed to the socket at once. */
const BATCH_LENGTH = 256 * 1024;

/** Writes an answer. A stream that fails half way destroys the connection, so that the client notices. */
export async function sendAnswer(response: ServerResponse, answer: Answer, now: number): Promise<void> {
  // A text is turned into bytes first: Node would write headers before it in UTF-8, not in Latin-1.
  const body = typeof answer.body === "string" ? Buffer.from(answer.body) : answer.body;
  const isHead = response.req.method === "HEAD";
  response.sendDate = false;
  response.setHeader("Date", httpDate(now));
  for (const name in answer.headers) {
    const value = answer.headers[name];
    if (value !== undefined) response.setHeader(name, typeof value === "string" ? latin1FromUtf8(value) : value);
  }
  response.statusCode = answer.status;
  const length = bodyLength(body);
  if (length !== undefined && !isHead && !response.hasHeader("Content-Length") && mayHaveBody(answer.status)) {
    response.setHeader("Content-Length", length);
  }
  if (body === undefined || isHead) {
    if (body instanceof Readable) body.destroy();
    response.end();
  } else if (body instanceof Uint8Array) {
    response.end(body);
  } else if (body instanceof Readable) {
    await pipeline(body, response);
  } else {
    await writeChunks(response, body);
  }
}

async function writeChunks(response: ServerResponse, chunks: readonly Uint8Array[]): Promise<void> {
  const rest = chunks[Symbol.iterator]();
  let next = rest.next();
  while (next.done !== true && !response.destroyed) {
    response.cork();
    for (let length = 0; next.done !== true && length < BATCH_LENGTH; next = rest.next()) {
      response.write(next.value);
      length += next.value.byteLength;
    }
    response.uncork();
    if (response.writableNeedDrain) await writable(response);
  }
  response.end();
}

/** Waits until the client has taken what was written, or is gone. */
function writable(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off("drain", done);
      response.off("close", done);
      resolve();
    };
    response.on("drain", done);
    response.on("close", done);
  });
}

function mayHaveBody(status: number): boolean {
  return status >= 200 && status !== 204 && status !== 304;
}
