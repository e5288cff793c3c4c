import { invalidResponse } from "../errors/client-error.js";

/** The tunnel's URL: the REST endpoint's scheme and the `host[:port]` the service named. Throws `INVALID_RESPONSE` for anything else. */
export function tunnelEndpointFrom(endpoint: string, body: string): string {
  const host = body.trim();
  const scheme = endpoint.slice(0, endpoint.indexOf("://"));
  const url = `${scheme}://${host}`;
  if (host === "" || /[\s/?#@\\]/.test(host) || !URL.canParse(url))
    throw invalidResponse("the service did not name a tunnel host");
  return url;
}
