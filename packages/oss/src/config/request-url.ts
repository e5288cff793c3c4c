import { encodePath } from "../signing/percent-encoding.js";
import type { Endpoint } from "./endpoint.js";

/** Where a request goes. */
export interface RequestUrl {
  readonly host: string;
  /** Encoded and never folded. */
  readonly path: string;
  /** What is signed instead of the path, encoded: the same for every style of URL. */
  readonly resource: string;
}

/** The URL of a request for a bucket and a key (OSS v2 specification, 3.2). */
export function requestUrl(endpoint: Endpoint, bucket: string | undefined, key: string | undefined): RequestUrl {
  const { host, style } = endpoint;
  if (bucket === undefined) return { host, path: "/", resource: "/" };
  const path = `/${key === undefined ? "" : encodePath(key)}`;
  const resource = `/${bucket}${path}`;
  if (style === "virtual-hosted") return { host: `${bucket}.${host}`, path, resource };
  return { host, path: style === "path" ? resource : path, resource };
}
