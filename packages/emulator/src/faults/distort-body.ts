import { Readable } from "node:stream";
import { bodyLength, chunksOf, type Answer, type AnswerBody } from "../http/answer.js";
import type { FaultEffect } from "./fault-rule.js";

/** The answer with its body cut or corrupted as the effect says; other effects leave it alone. */
export function distortBody(answer: Answer, effect: FaultEffect): Answer {
  if (effect.kind !== "truncateBody" && effect.kind !== "corruptBody") return answer;
  const length = declaredLength(answer);
  const body =
    effect.kind === "truncateBody"
      ? truncated(answer.body, effect.bytes ?? Math.floor((length ?? 0) / 2))
      : corrupted(answer.body, effect.offset ?? 0);
  const headers = length === undefined ? answer.headers : { ...answer.headers, "Content-Length": length };
  return { ...answer, headers, body: Readable.from(body, { objectMode: false }) };
}

function declaredLength(answer: Answer): number | undefined {
  const declared = answer.headers?.["Content-Length"];
  return declared === undefined ? bodyLength(answer.body) : Number(declared);
}

/** Yields the first bytes, then fails, which closes the connection. */
async function* truncated(body: AnswerBody | undefined, bytes: number): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const chunk of chunksOf(body)) {
    if (left <= 0) break;
    yield chunk.subarray(0, left);
    left -= chunk.byteLength;
  }
  throw new Error("the body was cut by a fault rule");
}

async function* corrupted(body: AnswerBody | undefined, offset: number): AsyncGenerator<Uint8Array> {
  let position = 0;
  for await (const chunk of chunksOf(body)) {
    const index = offset - position;
    position += chunk.byteLength;
    const byte = chunk[index];
    if (byte === undefined) {
      yield chunk;
    } else {
      const copy = Uint8Array.from(chunk);
      copy[index] = byte ^ 1;
      yield copy;
    }
  }
}
