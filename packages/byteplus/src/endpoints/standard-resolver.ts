import { BytePlusConfigError } from "../errors/byteplus-config-error.js";
import { byteplusPreset } from "../presets/byteplus-preset.js";
import type { ServiceTable, VendorPreset } from "../presets/preset.js";
import { serviceHost, wantsDualStack, type EndpointResolver } from "./endpoint-resolver.js";
import { listedRegions, standardServices } from "./standard-tables.js";

/** Options of {@link createStandardResolver}. */
export interface StandardResolverOptions {
  /** Services beside the built-in table, or with another kind. */
  readonly customServices?: ServiceTable | undefined;
  /** Default {@link byteplusPreset}. */
  readonly preset?: VendorPreset | undefined;
}

/**
 * The reference's strict resolver, without the state it keeps between calls: an unknown region is `InvalidRegion`, an unknown
 * service `ServiceNotFound`. Dual stack by option only, never by the environment.
 */
export function createStandardResolver(options: StandardResolverOptions = {}): EndpointResolver {
  const { customServices = {}, preset = byteplusPreset } = options;
  return (request) => {
    const { region, service } = request;
    if (!isStandardRegion(region)) {
      throw new BytePlusConfigError({
        code: "InvalidRegion",
        message: "The region is neither listed nor of a region's form.",
      });
    }
    const table = [customServices, standardServices].find((candidate) => Object.hasOwn(candidate, service));
    const kind = table?.[service];
    if (kind === undefined) {
      throw new BytePlusConfigError({
        code: "ServiceNotFound",
        message: `The standard resolver does not know service "${service}": pass it in "customServices", or an "endpoint".`,
      });
    }
    return serviceHost(preset, { kind, service, region, dualStack: wantsDualStack(request) === true });
  };
}

const listed: ReadonlySet<string> = new Set(listedRegions);
const named = /^[a-z]{2}-[a-z]+(?:-[a-z]+)?$/;
const numbered = /^(?:cn|ap|eu|na|sa|me|af)-[a-z]+-\d+(?:-(?:finance|exclusive|local|inner))?$/;

/** Whether the standard resolver takes a region: listed, or of one of two forms. */
export function isStandardRegion(region: string): boolean {
  return listed.has(region) || named.test(region) || numbered.test(region);
}
