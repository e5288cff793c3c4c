import { invalidArgument } from "../errors/client-error.js";

/** What a LogView link is made of. */
export interface LogviewParts {
  /** 2: the console's job insight, without a token. 1: the old LogView, whose link is a credential. */
  readonly version: 1 | 2;
  readonly host: string;
  readonly endpoint: string;
  readonly project: string;
  readonly instance: string;
  /** Version 1. */
  readonly token?: string | undefined;
  /** Version 2. Default `cn`. */
  readonly region?: string | undefined;
}

/** The page that shows an instance. A version 1 link carries a token: treat it as a secret. */
export function logviewUrl(parts: LogviewParts): string {
  const host = parts.host.trim().replace(/\/+$/, "");
  const place = `h=${encodeURIComponent(parts.endpoint)}&p=${encodeURIComponent(parts.project)}&i=${encodeURIComponent(parts.instance)}`;
  if (parts.version === 2) return `${host}/${encodeURIComponent(parts.region || "cn")}/job-insights?${place}`;
  if (parts.token === undefined || parts.token === "") throw invalidArgument("a version 1 LogView link needs a token");
  return `${host}/logview?${place}&token=${encodeURIComponent(parts.token)}`;
}
