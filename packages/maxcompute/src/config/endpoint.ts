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
  let path = pathOf(endpoint);
  while (path.endsWith("/")) path = path.slice(0, -1);
  return path;
}

/** The path of an absolute URL without query and fragment, as written. Throws `INVALID_ARGUMENT` for anything else. */
export function pathOf(url: string): string {
  const authority = url.indexOf("://");
  if (authority < 1) throw invalidArgument("the URL is not absolute");
  const start = url.indexOf("/", authority + 3);
  return start < 0 ? "" : url.slice(start);
}
