import { isCredentialsError, type Host } from "@credport/core";
import { loadsSharedConfig, readSharedProfile } from "../sources/shared-config.js";
import type { BytePlusOptions } from "./options.js";
import { checkRegion, configError } from "./settings.js";

/**
 * The configured region, trimmed: the option, `BYTEPLUS_REGION`, and where `BYTEPLUS_SDK_LOAD_CONFIG` says so
 * `BYTEPLUS_DEFAULT_REGION` and the shared profile's `region`. Rejects with `MissingRegion` or `InvalidRegion`.
 */
export async function resolveRegion(
  options: BytePlusOptions,
  host: Host,
  variable: string | undefined,
): Promise<string> {
  const simple = options.region?.trim() || (variable === undefined ? undefined : host.env(variable)?.trim());
  const region = simple || (loadsSharedConfig(host) ? await sharedRegion(options, host) : undefined);
  return requireRegion(region);
}

/** A region that must be there. */
export function requireRegion(region: string | undefined): string {
  const trimmed = region?.trim();
  if (!trimmed) throw configError('No region: pass "region", or set BYTEPLUS_REGION.', "MissingRegion");
  return checkRegion(trimmed);
}

async function sharedRegion({ profile }: BytePlusOptions, host: Host): Promise<string | undefined> {
  const variable = host.env("BYTEPLUS_DEFAULT_REGION");
  if (variable !== undefined) return variable;
  try {
    const { section } = await readSharedProfile({ profile }, { host, signal: new AbortController().signal });
    return section?.get("region");
  } catch (error) {
    if (isCredentialsError(error) && error.code === "NOT_CONFIGURED") return undefined;
    throw error;
  }
}
