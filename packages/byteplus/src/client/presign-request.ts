import type { CallRequest } from "./call.js";

/** What to make a signed URL for. */
export interface PresignRequest extends Pick<
  CallRequest,
  "service" | "action" | "version" | "parameters" | "endpoint"
> {
  /**
   * How long the link is wanted to work, in ms: the credentials must live that long. Default 900 000, which by the vendor's
   * documentation is the server's own limit.
   */
  readonly expiresIn?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}
