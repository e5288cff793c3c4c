import { metadataUrl } from "../metadata/metadata-url.js";
import { textOption } from "../options/check-options.js";
import { httpLimits, httpOptionNames, type HttpOptions } from "../options/http-options.js";
import { stsEndpoint, stsEndpointOptionNames, type StsEndpointOptions } from "../sts/sts-endpoint.js";

/** Which profile of which file, and what holds for a profile that does not say otherwise. */
export interface ProfileOptions extends StsEndpointOptions, HttpOptions {
  /** Default: `ALIBABA_CLOUD_PROFILE`, else what the file says. */
  readonly profileName?: string | undefined;
  /** Path of the file. */
  readonly profileFile?: string | undefined;
  /** Base URL of the ECS metadata service. Default `http://100.100.100.200`. */
  readonly metadataEndpoint?: string | undefined;
}

/** The option names of {@link ProfileOptions}. */
export const profileOptionNames: Readonly<Record<keyof ProfileOptions, true>> = {
  profileName: true,
  profileFile: true,
  metadataEndpoint: true,
  ...stsEndpointOptionNames,
  ...httpOptionNames,
};

/** The part of the options that profiles fall back to. */
export type ProfileDefaults = Omit<ProfileOptions, "profileName" | "profileFile">;

/** Checks the options at construction and answers those that say which profile of which file. */
export function checkProfileOptions(options: ProfileOptions): {
  readonly explicitName: string | undefined;
  readonly explicitFile: string | undefined;
} {
  httpLimits(options);
  stsEndpoint(options);
  metadataUrl(options.metadataEndpoint);
  return {
    explicitName: textOption("profileName", options.profileName),
    explicitFile: textOption("profileFile", options.profileFile),
  };
}

/** The HTTP options among the defaults. */
export function limitsOf({ timeout, connectTimeout, proxy }: ProfileDefaults): HttpOptions {
  return { timeout, connectTimeout, proxy };
}
