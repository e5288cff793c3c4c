import { invalidField } from "../errors/invalid-parameter-error.js";
import type { EndpointOptions } from "./client-options.js";

/** How bucket and key are put into a URL. */
export type UrlStyle = "virtual-hosted" | "path" | "cname";

/** Where requests go, decided once per client. */
export interface Endpoint {
  readonly scheme: "http" | "https";
  /** Host with port, where it is not the scheme's own. */
  readonly host: string;
  readonly style: UrlStyle;
}

const validRegion = /^[a-z0-9-]+$/;
const ipAddress = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[.*\])(?::\d+)?$/;

/** The endpoint that the options name (OSS v2 specification, section 3). Throws `InvalidParameterError` when they name none. */
export function resolveEndpoint(options: EndpointOptions): Endpoint {
  const defaultScheme = options.disableSsl === true ? "http" : "https";
  const { scheme, host } = parseEndpoint(options.endpoint || regionHost(options), defaultScheme);
  return { scheme, host, style: urlStyle(options, host) };
}

/** Scheme and host of an endpoint; path and query are dropped, the port is kept. */
export function parseEndpoint(endpoint: string, defaultScheme: "http" | "https"): Pick<Endpoint, "scheme" | "host"> {
  const [, scheme = defaultScheme, authority = ""] =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/?#]*)/i.exec(endpoint.trim()) ?? [];
  const lowerCase = scheme.toLowerCase();
  if (
    (lowerCase !== "http" && lowerCase !== "https") ||
    authority.includes("@") ||
    !URL.canParse(`${lowerCase}://${authority}`)
  ) {
    throw invalidField("Endpoint", "It is a host with an optional http or https scheme and port.");
  }
  // Names outside ASCII come out in the form that DNS knows.
  return { scheme: lowerCase, host: new URL(`${lowerCase}://${authority}`).host };
}

function regionHost({ region, ...flags }: EndpointOptions): string {
  if (region === undefined || !validRegion.test(region)) {
    throw invalidField("Endpoint", "Set the option `region` (such as cn-hangzhou) or `endpoint`.");
  }
  if (flags.useInternalEndpoint === true) return `oss-${region}-internal.aliyuncs.com`;
  if (flags.useDualStackEndpoint === true) return `${region}.oss.aliyuncs.com`;
  if (flags.useAccelerateEndpoint === true) return "oss-accelerate.aliyuncs.com";
  return `oss-${region}.aliyuncs.com`;
}

function urlStyle(options: EndpointOptions, host: string): UrlStyle {
  if (ipAddress.test(host)) return "path";
  if (options.useCname === true) return "cname";
  return options.usePathStyle === true ? "path" : "virtual-hosted";
}
