import type { Host } from "@credport/core";
import { version } from "./version.js";
import { invalidArgument } from "../errors/client-error.js";

/**
 * The text of `User-Agent` and `x-odps-user-agent`: product, runtime and platform, then the caller's own text. Throws
 * `INVALID_ARGUMENT` for what no header can carry.
 */
export function userAgentOf(host: Pick<Host, "runtime" | "platform" | "arch">, extra: string | undefined): string {
  const product = `credport-maxcompute/${version} ${host.runtime.replace("Node.js/", "Node/")} (${host.platform}; ${host.arch})`;
  if (extra !== undefined && /[^\t -~\u0080-\u00ff]/.test(extra))
    throw invalidArgument("userAgent has a line break or another character that a header cannot carry");
  return extra === undefined || extra === "" ? product : `${product} ${extra}`;
}
