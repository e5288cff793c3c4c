import type { HookOptions } from "../config/options.js";
import { answerError, type AnswerErrorContext } from "../errors/answer-error.js";
import { BytePlusError } from "../errors/byteplus-error.js";
import { BytePlusSerializationError } from "../errors/byteplus-serialization-error.js";
import { asRecord, readMetadata, type ResponseMetadata } from "../errors/parse-wire-error.js";
import type { HttpMethod } from "./call.js";
import type { WireAnswer } from "./hooks.js";

/** What a successful answer says. */
export interface AnswerContent {
  readonly metadata: ResponseMetadata;
  readonly result: unknown;
}

/** Reads an answer: its content, or the error it stands for, thrown. */
export function readAnswer(
  answer: WireAnswer,
  method: HttpMethod,
  context: AnswerErrorContext,
  hooks: HookOptions,
): AnswerContent {
  const body = parseBody(answer.text, hooks.parseJson);
  const error = answerError(answer, body, context);
  if (error !== undefined) throw hooks.decodeError?.(answer) ?? error;
  if (method === "HEAD" || answer.status === 204) return { metadata: {}, result: {} };
  const record = asRecord(body);
  if (record === undefined) {
    throw new BytePlusSerializationError({
      status: answer.status,
      message: `${context.service} ${context.action} answered ${answer.status} with something that is no JSON object.`,
    });
  }
  return { metadata: readMetadata(record), result: resultOf(record, answer, hooks) };
}

function resultOf(
  record: Readonly<Record<string, unknown>>,
  answer: WireAnswer,
  { decodeResult }: HookOptions,
): unknown {
  if (decodeResult === undefined) return "Result" in record || "ResponseMetadata" in record ? record["Result"] : record;
  try {
    return decodeResult(answer);
  } catch (cause) {
    if (cause instanceof BytePlusError) throw cause;
    throw new BytePlusSerializationError({ status: answer.status, message: '"decodeResult" failed.', cause });
  }
}

function parseBody(text: string, parseJson: (text: string) => unknown = JSON.parse): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
