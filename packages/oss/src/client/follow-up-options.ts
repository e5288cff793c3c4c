import type { CallOptions } from "./operation-input.js";

/**
 * What a further request on behalf of a call takes over: who asks, where, how and until when. The headers and query of the call are
 * meant for its own request.
 */
export function followUpOptions({ headers: _headers, query: _query, ...options }: CallOptions): CallOptions {
  return options;
}
