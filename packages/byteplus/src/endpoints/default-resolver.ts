import { BytePlusConfigError } from "../errors/byteplus-config-error.js";
import { byteplusPreset } from "../presets/byteplus-preset.js";
import type { VendorPreset } from "../presets/preset.js";
import { serviceHost, wantsDualStack, type EndpointRequest, type EndpointResolver } from "./endpoint-resolver.js";

/** Options of {@link createDefaultResolver}. */
export interface DefaultResolverOptions {
  /** Default {@link byteplusPreset}. */
  readonly preset?: VendorPreset | undefined;
  /**
   * A file that lists further bootstrap regions, one a line; it must be readable. Default: the one that
   * `BYTEPLUS_BOOTSTRAP_REGION_LIST_CONF` names, which is ignored where it cannot be read.
   */
  readonly bootstrapRegionFile?: string | undefined;
}

/**
 * The reference's default resolution: hosts by rule for bootstrap regions and known services, the vendor's gateway for
 * everything else. The list file is read at each resolution.
 */
export function createDefaultResolver(options: DefaultResolverOptions = {}): EndpointResolver {
  const { preset = byteplusPreset, bootstrapRegionFile } = options;
  return async (request) => {
    const region = request.region.trim();
    const listed = await listedRegions(request, preset, bootstrapRegionFile);
    const isBootstrap =
      preset.bootstrapRegions.includes(region) || listed.includes(region) || request.bootstrapRegions?.has(region);
    const kind = Object.hasOwn(preset.services, request.service) ? preset.services[request.service] : undefined;
    if (kind === undefined) return preset.fallbackHost;
    if (isBootstrap !== true) return preset.fallbackHosts[request.service] ?? preset.fallbackHost;
    const dualStack = wantsDualStack(request) ?? request.host.env(preset.envFamily.dualStack) === "true";
    return serviceHost(preset, { kind, service: request.service, region, dualStack });
  };
}

async function listedRegions(
  { host }: EndpointRequest,
  preset: VendorPreset,
  explicit: string | undefined,
): Promise<readonly string[]> {
  const path = explicit || host.env(preset.envFamily.bootstrapRegionFile);
  if (path === undefined) return [];
  try {
    const lines = (await host.readFile(path)).split("\n");
    return lines.map((line) => line.trim()).filter((line) => line !== "");
  } catch (cause) {
    if (!explicit) return [];
    throw new BytePlusConfigError({
      code: "CONFIG_INVALID",
      message: `"bootstrapRegionFile" ${explicit} cannot be read.`,
      cause,
    });
  }
}
