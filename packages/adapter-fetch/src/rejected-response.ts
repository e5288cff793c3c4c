import type { Credentials, RequestSigner } from "@credport/core";

/** Error codes stand at the beginning of a body; no vendor's answer to a dead credential is longer. */
const peekedBytes = 64 * 1024;

/** Whether a response is the vendor's dead-credential answer. Leaves the caller's body unread. */
export async function isRejectedResponse<C extends Credentials>(
  response: Response,
  signer: RequestSigner<C>,
): Promise<boolean> {
  if (response.status < 400 || response.status > 499) return false;
  const body = await peekText(response.clone());
  return signer.isRejected(response.status, Object.fromEntries(response.headers), body);
}

/** The first 64 KiB of a response's body, as text. */
async function peekText(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return "";
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  while (size < peekedBytes) {
    const { done, value } = await reader.read();
    if (done) return text;
    const bytes: Uint8Array = value;
    text += decoder.decode(bytes.subarray(0, peekedBytes - size), { stream: true });
    size += bytes.length;
  }
  // Not awaited: a clone's cancellation settles only when the caller is done with the other half.
  void reader.cancel().catch(() => undefined);
  return text;
}
