import type { Host } from "@credport/core";
import type { VendorPreset } from "../presets/preset.js";

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

/** What the host of a known service depends on. */
export interface ServicePlace {
  readonly kind: "global" | "regional";
  readonly service: string;
  readonly region: string;
  readonly dualStack: boolean;
}

/** The host of a service by rule: its label, its region if it is regional, and the vendor's suffix. */
export function serviceHost({ suffixes }: VendorPreset, { kind, service, region, dualStack }: ServicePlace): string {
  const label = service.toLowerCase().replaceAll("_", "-");
  const suffix = dualStack ? suffixes.dualStack : suffixes.ipv4;
  if (kind === "global") return `${label}${suffix}`;
  const isMainland = region.startsWith("cn-") && region !== "cn-hongkong";
  return `${label}.${region}${suffix}${isMainland ? suffixes.mainland : ""}`;
}
