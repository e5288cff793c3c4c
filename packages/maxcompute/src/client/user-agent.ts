import type { Host } from "@credport/core";
import { version } from "./version.js";

/** The text of `User-Agent` and `x-odps-user-agent`: product, runtime and platform, then the caller's own text. */
export function userAgentOf(host: Pick<Host, "runtime" | "platform" | "arch">, extra: string | undefined): string {
  const product = `credport-maxcompute/${version} ${host.runtime.replace("Node.js/", "Node/")} (${host.platform}; ${host.arch})`;
  return extra === undefined || extra === "" ? product : `${product} ${extra}`;
}
