import { CredentialsError, type HttpResponse } from "@credport/core";

/** A JSON object whose members have not been looked at. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object (no list, not `null`). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member of any kind; `null` and empty text count as absent. */
export function presentMember(object: unknown, name: string): unknown {
  const value = isJsonObject(object) && Object.hasOwn(object, name) ? object[name] : undefined;
  return value === null || value === "" ? undefined : value;
}

/** A member that is text and not empty. */
export function textMember(object: unknown, name: string): string | undefined {
  const value = presentMember(object, name);
  return typeof value === "string" ? value : undefined;
}

/** Parses JSON; what cannot be parsed is `undefined`, which JSON itself has not. */
export function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Parses the body of an answer; `MALFORMED_RESPONSE` when it is no JSON. `service` names who answered. */
export function parseBody(response: HttpResponse, service: string): unknown {
  const value = tryParseJson(response.text());
  if (value !== undefined) return value;
  throw new CredentialsError({
    code: "MALFORMED_RESPONSE",
    message: `${service} answered with something that is no JSON`,
    httpStatus: response.status,
  });
}

/** An `INCOMPLETE_RESPONSE`. `how` tells what the answer is like and names the field, e.g. `without AccessKeyId`. */
export function incomplete(service: string, how: string): CredentialsError {
  return new CredentialsError({ code: "INCOMPLETE_RESPONSE", message: `${service} answered ${how}` });
}
