import { isUnavailable, unavailable, type CredentialsSource } from "@credport/core";
import { loadProfile, readOptionalFile } from "../files/load-profile.js";
import { parseConfigFile } from "../files/parse-config-file.js";
import { Profile, profileNotFound } from "../files/profile.js";
import { recipeSources } from "../files/profile-recipe.js";
import { configKeyNames, resolveCliProfile } from "../files/resolve-cli-profile.js";
import { checkOptionNames, flagOption, textOption } from "../options/check-options.js";
import { isSwitchedOn } from "../options/environment-variables.js";
import { httpLimits, httpOptionNames, type HttpOptions } from "../options/http-options.js";
import { notConfigured } from "../options/not-configured.js";
import { stsEndpoint, stsEndpointOptionNames, type StsEndpointOptions } from "../sts/sts-endpoint.js";

const name = "cli_profile";
const killSwitch = "ALIBABA_CLOUD_CLI_PROFILE_DISABLED";

/** Options of {@link cliProfile}. STS and HTTP options hold for every profile that does not say otherwise. */
export interface CliProfileOptions extends StsEndpointOptions, HttpOptions {
  /** Default: `ALIBABA_CLOUD_PROFILE`, else the file's `current`. */
  readonly profileName?: string | undefined;
  /** Path of the file. Default: `ALIBABA_CLOUD_CONFIG_FILE`, else `~/.aliyun/config.json`. */
  readonly profileFile?: string | undefined;
  /** Base URL of the ECS metadata service. Default `http://100.100.100.200`. */
  readonly metadataEndpoint?: string | undefined;
  /** Host of the OAuth service. Default: that of the profile's site. */
  readonly oauthEndpoint?: string | undefined;
  /** Store what a profile of mode `External` prints in that profile. Default `false`: nothing reads it back. */
  readonly writeBackExternal?: boolean | undefined;
}

const optionNames = {
  profileName: true,
  profileFile: true,
  metadataEndpoint: true,
  oauthEndpoint: true,
  writeBackExternal: true,
  ...stsEndpointOptionNames,
  ...httpOptionNames,
} satisfies Record<keyof CliProfileOptions, true>;

/**
 * A profile of the Alibaba Cloud CLI's config.json (provider name `cli_profile`), every mode. The file is read at each load,
 * so a new login or an edit is seen; the tokens of mode `OAuth` are written back. Unavailable without file, home or profile.
 */
export function cliProfile(options: CliProfileOptions = {}): CredentialsSource {
  checkOptionNames(name, options, optionNames);
  const explicitName = textOption("profileName", options.profileName);
  const explicitFile = textOption("profileFile", options.profileFile);
  flagOption("writeBackExternal", options.writeBackExternal);
  httpLimits(options);
  stsEndpoint(options);
  const sourceFor = recipeSources(configKeyNames);
  return {
    name,
    async load(context) {
      const { host } = context;
      if (isSwitchedOn(host, killSwitch)) return notConfigured(`${killSwitch} is true`, "DISABLED");
      const home = host.homedir();
      const path = explicitFile ?? host.env("ALIBABA_CLOUD_CONFIG_FILE") ?? (home && `${home}/.aliyun/config.json`);
      if (path === undefined)
        return notConfigured("there is no home directory (HOME), and ALIBABA_CLOUD_CONFIG_FILE is not set");
      const text = await readOptionalFile(path, context);
      if (isUnavailable(text)) return text;

      const file = parseConfigFile(text, path);
      const environmentName = host.env("ALIBABA_CLOUD_PROFILE");
      const profileName = explicitName ?? environmentName ?? file.current;
      if (profileName === undefined)
        return notConfigured(`${path} has no current profile, and ALIBABA_CLOUD_PROFILE is not set`);
      const fields = file.profiles.get(profileName);
      if (fields === undefined) {
        const cause = profileNotFound(profileName, path);
        // The variable is the ini file's too, which may have that profile.
        if (explicitName === undefined && environmentName !== undefined) return unavailable(cause.message, { cause });
        throw cause;
      }
      const recipe = resolveCliProfile(profileName, { file, host, defaults: options });
      const profile = new Profile(path, profileName, fields);
      return loadProfile(name, sourceFor(recipe, profile), profile, context);
    },
  };
}
