import { isUnavailable, unavailable, type CredentialsSource } from "@credport/core";
import { loadProfile, readOptionalFile } from "../files/load-profile.js";
import { parseConfigFile } from "../files/parse-config-file.js";
import { checkProfileOptions, profileOptionNames, type ProfileOptions } from "../files/profile-defaults.js";
import { profileNotFound } from "../files/profile.js";
import { profileSources } from "../files/profile-recipe.js";
import { configKeyNames, resolveCliProfile } from "../files/resolve-cli-profile.js";
import { checkOptionNames, flagOption, textOption } from "../options/check-options.js";
import { isSwitchedOn } from "../options/environment-variables.js";
import { notConfigured } from "../options/not-configured.js";
import { endpointUrl } from "../sts/sts-endpoint.js";

const name = "cli_profile";
const killSwitch = "ALIBABA_CLOUD_CLI_PROFILE_DISABLED";

/**
 * Options of {@link cliProfile}. Without `profileName` and `ALIBABA_CLOUD_PROFILE` the file's `current` counts; without
 * `profileFile` the path is `ALIBABA_CLOUD_CONFIG_FILE`, else `~/.aliyun/config.json`.
 */
export interface CliProfileOptions extends ProfileOptions {
  /** Host of the OAuth service. Default: that of the profile's site. */
  readonly oauthEndpoint?: string | undefined;
  /** Store what a profile of mode `External` prints in that profile. Default `false`: nothing reads it back. */
  readonly writeBackExternal?: boolean | undefined;
}

const optionNames = { oauthEndpoint: true, writeBackExternal: true, ...profileOptionNames } satisfies Record<
  keyof CliProfileOptions,
  true
>;

/**
 * A profile of the Alibaba Cloud CLI's config.json (provider name `cli_profile`), every mode. The file is read at each load,
 * so a new login or an edit is seen; the tokens of mode `OAuth` are written back. Unavailable without file, home or profile.
 */
export function cliProfile(options: CliProfileOptions = {}): CredentialsSource {
  checkOptionNames(name, options, optionNames);
  const { explicitName, explicitFile } = checkProfileOptions(options);
  const oauthEndpoint = textOption("oauthEndpoint", options.oauthEndpoint);
  if (oauthEndpoint !== undefined) endpointUrl("oauthEndpoint", oauthEndpoint);
  flagOption("writeBackExternal", options.writeBackExternal);
  const sourceFor = profileSources(configKeyNames);
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
      if (!file.profiles.has(profileName)) {
        const cause = profileNotFound(profileName, path);
        // The variable is the ini file's too, which may have that profile.
        if (explicitName === undefined && environmentName !== undefined) return unavailable(cause.message, { cause });
        throw cause;
      }
      const resolved = resolveCliProfile(profileName, { file, host, defaults: options });
      return loadProfile(name, sourceFor(resolved), resolved.profile, context);
    },
  };
}
