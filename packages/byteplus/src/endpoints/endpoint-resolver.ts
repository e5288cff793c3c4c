import type { Host } from "@credport/core";

/** What an endpoint is resolved for. */
export interface EndpointRequest {
  /** The service's id, exactly as in the call: `ecs`, `rds_mysql`. */
  readonly service: string;
  readonly region: string;
  /** Prefer hosts that answer IPv6 too. `undefined`: not set. */
  readonly useDualStack?: boolean | undefined;
  /** Wins over `useDualStack`. */
  readonly ipVersion?: IpVersion | undefined;
  /** Regions whose hosts are derived by rule, beside the built-in ones. */
  readonly bootstrapRegions?: ReadonlySet<string> | undefined;
  /** Passed through to a resolver of your own. */
  readonly site?: string | undefined;
  /** Passed through to a resolver of your own. */
  readonly runningEnvironment?: string | undefined;
  readonly host: Pick<Host, "env" | "readFile">;
}

/** The reference's two words for the addresses a host should have. */
export type IpVersion = "IPv4Only" | "DualStack";

/** Finds the host (or URL) of a service. Throws `BytePlusConfigError` where it refuses to guess. */
export type EndpointResolver = (request: EndpointRequest) => string | Promise<string>;

/** Whether the caller asked for dual stack; `undefined` where nothing was said. */
export function wantsDualStack({ ipVersion, useDualStack }: EndpointRequest): boolean | undefined {
  return ipVersion === undefined ? useDualStack : ipVersion === "DualStack";
}

/** A service's id as it stands in host names. */
export function serviceLabel(service: string): string {
  return service.toLowerCase().replaceAll("_", "-");
}

/** Mainland regions have hosts under a country domain of their own. */
export function countrySuffix(region: string): string {
  return region.startsWith("cn-") && region !== "cn-hongkong" ? ".cn" : "";
}
