import { invalidArgument } from "../errors/client-error.js";

/** The endpoint without trailing slashes. Throws `INVALID_ARGUMENT` unless it is an absolute http(s) URL without query or user part. */
export function normalizeEndpoint(endpoint: string): string {
  let url: URL;
  try {
    url = new URL(endpoint);
  } catch (cause) {
    throw invalidArgument(
      "the endpoint is not an absolute URL; write it as https://service.<region>.maxcompute.aliyun.com/api",
      cause,
    );
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw invalidArgument(`the endpoint must be http or https, not ${url.protocol}`);
  if (url.username !== "" || url.password !== "")
    throw invalidArgument("the endpoint must not contain a user or password");
  if (url.search !== "" || url.hash !== "")
    throw invalidArgument("the endpoint must not contain a query or a fragment");
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

/** The path of an endpoint, without trailing slashes and still percent-encoded: `/api`, or empty. */
export function basePath(endpoint: string): string {
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^?#]*)/i.exec(endpoint)?.[1];
  if (path === undefined) throw invalidArgument("the endpoint is not an absolute URL");
  return path.replace(/\/+$/, "");
}
