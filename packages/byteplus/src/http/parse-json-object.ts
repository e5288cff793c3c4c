import { asRecord } from "../errors/parse-wire-error.js";

/** The JSON object a text holds, or `undefined` for anything else. */
export function parseJsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return asRecord(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** A member that is a non-empty text, or `undefined`. */
export function textMember(value: unknown, name: string): string | undefined {
  const member = asRecord(value)?.[name];
  return typeof member === "string" && member !== "" ? member : undefined;
}
