/** What a client asks for with `x-oss-callback`. */
export interface Callback {
  readonly callbackUrl: string;
  readonly callbackBody: string;
  readonly callbackBodyType?: string;
}

/** Reads the callback header, base64 of JSON; `undefined` when it is not that, or has no address or body. */
export function parseCallback(header: string): Callback | undefined {
  const fields = parseBase64Json(header);
  const { callbackUrl, callbackBody, callbackBodyType } = fields ?? {};
  if (typeof callbackUrl !== "string" || typeof callbackBody !== "string") return undefined;
  const url = callbackUrl.split(";")[0] ?? "";
  if (!URL.canParse(url)) return undefined;
  return {
    callbackUrl: url,
    callbackBody,
    ...(typeof callbackBodyType === "string" ? { callbackBodyType } : {}),
  };
}

/** Reads the custom variables of a callback, base64 of JSON; their names begin with `x:`. */
export function parseCallbackVariables(header: string | undefined): ReadonlyMap<string, string> {
  const fields = header === undefined ? undefined : parseBase64Json(header);
  return new Map(Object.entries(fields ?? {}).map(([name, value]) => [name, String(value)]));
}

function parseBase64Json(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64").toString());
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
