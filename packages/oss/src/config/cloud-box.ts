import type { EndpointOptions } from "./client-options.js";

const domains = [".oss-cloudbox.aliyuncs.com", ".oss-cloudbox-control.aliyuncs.com"];

/** The id of the cloud box that the options or, where asked for, the endpoint's host name. The host may carry a port. */
export function resolveCloudBoxId(options: EndpointOptions, host: string): string | undefined {
  if (options.cloudBoxId) return options.cloudBoxId;
  if (options.enableAutoDetectCloudBoxId !== true) return undefined;
  const name = host.replace(/:\d+$/, "");
  const labels = name.split(".");
  const [id = ""] = labels;
  const isCloudBox = domains.some((domain) => name.endsWith(domain)) && labels.length === 5 && id.startsWith("cb-");
  return isCloudBox ? id : undefined;
}
