/**
 * The fields of the state in a checkpoint file of that subject; `undefined` when the file is not one. Anybody may have written it, so
 * no field is sure to be there or of its type.
 */
export function parseCheckpoint(text: string, subject: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const document = JSON.parse(text) as { readonly subject?: unknown; readonly state?: unknown };
    if (document.subject !== subject || typeof document.state !== "object" || document.state === null) return undefined;
    return new Map(Object.entries(document.state));
  } catch {
    return undefined;
  }
}
