/** The state in a checkpoint file of that subject; `undefined` when the file is not one. */
export function parseCheckpoint<State extends object>(text: string, subject: string): State | undefined {
  try {
    const document = JSON.parse(text) as { readonly subject?: unknown; readonly state?: unknown };
    if (document.subject !== subject || typeof document.state !== "object" || document.state === null) return undefined;
    return document.state as State;
  } catch {
    return undefined;
  }
}
