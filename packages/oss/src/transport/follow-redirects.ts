import { HeaderList } from "../signing/header-list.js";
import { TransportError } from "./transport-error.js";
import type { Transport, TransportRequest, TransportResponse } from "./transport.js";

const maximumRedirects = 10;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** What signs a request: another host must not see it. */
const signing: ReadonlySet<string> = new Set(["authorization", "x-oss-security-token", "host"]);

/**
 * Follows 3xx answers that name a place, raw paths kept. The signature goes along within one host only. A body is not sent again:
 * where the redirect asks for that, the answer stays as it is.
 */
export async function followRedirects(
  transport: Transport,
  first: TransportRequest,
  answer: TransportResponse,
): Promise<TransportResponse> {
  let request = first;
  let response = answer;
  for (let count = 0; redirects.has(response.statusCode); count++) {
    const next = redirected(request, response);
    if (next === undefined) return response;
    if (count === maximumRedirects)
      throw new TransportError("TOO_MANY_REDIRECTS", `over ${maximumRedirects} redirects`);
    request = next;
    response = await transport.send(request);
  }
  return response;
}

function redirected(request: TransportRequest, response: TransportResponse): TransportRequest | undefined {
  const [, origin, rest = ""] = /^(https?:\/\/[^/?#]+)?([^#]*)/i.exec(response.headers["location"] ?? "") ?? [];
  if (origin === undefined && !rest.startsWith("/")) return undefined;
  const dropsBody = response.statusCode === 303 && request.method !== "HEAD";
  if (request.body !== undefined && !dropsBody) return undefined;
  const path = rest.startsWith("/") ? rest : `/${rest}`;
  const next = { ...request, path, ...(dropsBody ? { method: "GET", body: undefined } : {}) };
  if (origin === undefined || origin.toLowerCase() === request.origin.toLowerCase()) return next;
  const headers = HeaderList.from([...request.headers].filter(([name]) => !signing.has(name)));
  return { ...next, origin, headers };
}
