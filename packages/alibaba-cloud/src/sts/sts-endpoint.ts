import type { Host } from "@credport/core";
import { configInvalid, flagOption, textOption } from "../options/check-options.js";
import { isSwitchedOn } from "../options/environment-variables.js";

/** Which STS host to call ("alibaba-credentials" section 1.3). */
export interface StsEndpointOptions {
  /**
   * Host name, which wins over the region. A scheme and a trailing slash are dropped, except that `http://` is kept for an
   * IP address and `localhost`, where plain http is allowed.
   */
  readonly stsEndpoint?: string | undefined;
  /** Region of the STS host, e.g. `cn-beijing`. Default: `ALIBABA_CLOUD_STS_REGION`, else the central `sts.aliyuncs.com`. */
  readonly stsRegionId?: string | undefined;
  /** Use the region's VPC host. Has no effect without a region. `ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED=true` turns it on too. */
  readonly enableVpc?: boolean | undefined;
}

/** The option names of {@link StsEndpointOptions}. */
export const stsEndpointOptionNames: Readonly<Record<keyof StsEndpointOptions, true>> = {
  stsEndpoint: true,
  stsRegionId: true,
  enableVpc: true,
};

/** Checks the options and answers a function that gives the base URL, without a trailing slash, when a load asks. */
export function stsEndpoint(options: StsEndpointOptions): (host: Host) => string {
  const endpoint = textOption("stsEndpoint", options.stsEndpoint);
  const base = endpoint === undefined ? undefined : endpointUrl("stsEndpoint", endpoint);
  const explicitRegion = regionOf(textOption("stsRegionId", options.stsRegionId));
  const explicitVpc = flagOption("enableVpc", options.enableVpc);
  return (host) => {
    if (base !== undefined) return base;
    const region = explicitRegion ?? regionOf(host.env("ALIBABA_CLOUD_STS_REGION"));
    if (region === undefined) return "https://sts.aliyuncs.com";
    const vpc = explicitVpc || isSwitchedOn(host, "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED");
    return `https://${vpc ? "sts-vpc" : "sts"}.${region}.aliyuncs.com`;
  };
}

/** The base URL for an endpoint option: https, but for `http://` before an IP address or `localhost`. */
export function endpointUrl(option: string, endpoint: string): string {
  const [, scheme = "https://", host = ""] = /^(https?:\/\/)?(.*?)\/?$/is.exec(endpoint) ?? [];
  if (host === "" || /[/?#@\s\\]/.test(host) || !URL.canParse(`https://${host}`)) {
    throw configInvalid(option, "must be a host name, with a port if need be, and nothing after it");
  }
  return `${scheme.toLowerCase() === "http://" && isAddress(host) ? "http" : "https"}://${host}`;
}

/** An IP address or `localhost`. Whether plain http may go there is the host's decision, by the resolved address. */
function isAddress(host: string): boolean {
  const { hostname } = new URL(`http://${host}`);
  return hostname === "localhost" || hostname.startsWith("[") || /^\d+(?:\.\d+){3}$/.test(hostname);
}

function regionOf(region: string | undefined): string | undefined {
  if (region === undefined || /^[A-Za-z0-9-]+$/.test(region)) return region;
  throw configInvalid("stsRegionId", "must be a region id such as cn-beijing");
}
