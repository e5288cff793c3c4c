/** Error codes stand at the beginning of a body; no vendor's answer to a dead credential is longer. */
const peekedBytes = 64 * 1024;

/** The first 64 KiB of a 4xx answer, as text; `undefined` for any other answer. The caller's body is left unread. */
export async function peekRefusal(response: Response): Promise<string | undefined> {
  if (response.status < 400 || response.status > 499) return undefined;
  const body: ReadableStream<Uint8Array> | null = response.clone().body;
  const reader = body?.getReader();
  if (reader === undefined) return "";
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  while (size < peekedBytes) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += decoder.decode(value.subarray(0, peekedBytes - size), { stream: true });
    size += value.length;
  }
  // Not awaited: a clone's cancellation settles only when the caller is done with the other half.
  void reader.cancel().catch(() => undefined);
  return text;
}
