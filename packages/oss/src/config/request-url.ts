import { encodePath } from "../signing/percent-encoding.js";
import type { Endpoint } from "./endpoint.js";

/** Host and path of a request for a bucket and a key (OSS v2 specification, 3.2). The path is encoded and never folded. */
export function requestUrl(
  endpoint: Endpoint,
  bucket: string | undefined,
  key: string | undefined,
): { readonly host: string; readonly path: string } {
  const { host, style } = endpoint;
  if (bucket === undefined) return { host, path: "/" };
  const path = `/${key === undefined ? "" : encodePath(key)}`;
  if (style === "virtual-hosted") return { host: `${bucket}.${host}`, path };
  return { host, path: style === "path" ? `/${bucket}${path}` : path };
}
