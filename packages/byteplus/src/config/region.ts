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
  const given = options.region?.trim();
  // A family without such a variable is another vendor's, to whom nothing of BytePlus's files applies either.
  if (given || variable === undefined) return requireRegion(given, variable);
  const region = host.env(variable)?.trim();
  return requireRegion(region || (loadsSharedConfig(host) ? await sharedRegion(options, host) : undefined), variable);
}

/** A region that must be there. */
export function requireRegion(region: string | undefined, variable: string | undefined): string {
  const trimmed = region?.trim();
  if (trimmed) return checkRegion(trimmed);
  const orVariable = variable === undefined ? "" : `, or set ${variable}`;
  throw configError(`No region: pass "region"${orVariable}.`, "MissingRegion");
}

async function sharedRegion({ profile }: BytePlusOptions, host: Host): Promise<string | undefined> {
  const variable = host.env("BYTEPLUS_DEFAULT_REGION")?.trim();
  if (variable) return variable;
  try {
    const { section } = await readSharedProfile({ profile }, { host, signal: new AbortController().signal });
    return section?.get("region");
  } catch (error) {
    if (isCredentialsError(error) && error.code === "NOT_CONFIGURED") return undefined;
    throw error;
  }
}
