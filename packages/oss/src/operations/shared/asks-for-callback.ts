import type { CallOptions } from "../../client/operation-input.js";
import type { CallbackFields } from "./object-fields.js";

/** Whether a request asks for a callback, by its own field or by a header of the call: then the answer is the application's. */
export function asksForCallback({ callback }: CallbackFields, { headers }: CallOptions): boolean {
  if (callback || headers === undefined) return Boolean(callback);
  return Object.entries(headers).some(([name, value]) => value && name.toLowerCase() === "x-oss-callback");
}
