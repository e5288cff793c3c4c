import { isUnavailable, type CredentialsSource, type LoadContext, type Unavailable } from "@credport/core";
import { loadProfile, readOptionalFile } from "../files/load-profile.js";
import { parseIni } from "../files/parse-ini.js";
import { checkProfileOptions, profileOptionNames, type ProfileOptions } from "../files/profile-defaults.js";
import { Profile, profileNotFound } from "../files/profile.js";
import { profileSources } from "../files/profile-recipe.js";
import { iniKeyNames, resolveIniProfile } from "../files/resolve-ini-profile.js";
import { checkOptionNames } from "../options/check-options.js";
import { notConfigured } from "../options/not-configured.js";

const name = "profile";

/**
 * Options of {@link iniProfile}. Without `profileName` and `ALIBABA_CLOUD_PROFILE` the section `default` counts; without
 * `profileFile` the path is `ALIBABA_CLOUD_CREDENTIALS_FILE`, else `~/.alibabacloud/credentials`, else `credentials.ini` there.
 */
export type IniProfileOptions = ProfileOptions;

/**
 * A section of the ini credentials file (provider name `profile`), read at each load. Unavailable without file, home or
 * `default` section; a section that was named and is not there is `PROFILE_NOT_FOUND`.
 */
export function iniProfile(options: IniProfileOptions = {}): CredentialsSource {
  checkOptionNames(name, options, profileOptionNames);
  const { explicitName, explicitFile } = checkProfileOptions(options);
  const sourceFor = profileSources(iniKeyNames);
  return {
    name,
    async load(context) {
      const { host } = context;
      const found = await readFirst(candidates(context, explicitFile), context);
      if (isUnavailable(found)) return found;
      const { path, text } = found;
      const named = explicitName ?? host.env("ALIBABA_CLOUD_PROFILE");
      const profileName = named ?? "default";
      const section = parseIni(text, path).get(profileName);
      const profile = new Profile(path, profileName, Object.fromEntries(section ?? []));
      // `enable` is how other editions switch a section off; such a section is as good as absent.
      if (section === undefined || profile.text("enable")?.toLowerCase() === "false") {
        if (named !== undefined) throw profileNotFound(profileName, path);
        return notConfigured(`${path} has no section [default], and ALIBABA_CLOUD_PROFILE is not set`);
      }
      const recipe = resolveIniProfile(profile, host, options);
      return loadProfile(name, sourceFor({ profile, recipe }), profile, context);
    },
  };
}

function candidates({ host }: LoadContext, explicitFile: string | undefined): readonly string[] {
  const named = explicitFile ?? host.env("ALIBABA_CLOUD_CREDENTIALS_FILE");
  if (named !== undefined) return [named];
  const home = host.homedir();
  return home === undefined ? [] : [`${home}/.alibabacloud/credentials`, `${home}/.alibabacloud/credentials.ini`];
}

async function readFirst(
  paths: readonly string[],
  context: LoadContext,
): Promise<{ readonly path: string; readonly text: string } | Unavailable> {
  let absent: Unavailable | undefined;
  for (const path of paths) {
    const text = await readOptionalFile(path, context);
    if (!isUnavailable(text)) return { path, text };
    absent ??= text;
  }
  return absent ?? notConfigured("there is no home directory (HOME), and ALIBABA_CLOUD_CREDENTIALS_FILE is not set");
}
