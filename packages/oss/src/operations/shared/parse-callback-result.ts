import type { TransportResponse } from "../../transport/transport.js";

/** What the application answered to a callback: parsed where it is JSON, as text where it is not. */
export function callbackResult({ body }: TransportResponse): unknown {
  if (!(body instanceof Uint8Array) || body.length === 0) return undefined;
  const text = Buffer.from(body).toString();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
