import {
  CredentialsError,
  isCredentialsError,
  isUnavailable,
  loadWithSourcePrefix,
  type AccessKeyCredentials,
  type CredentialsSource,
  type LoadContext,
} from "@credport/core";
import { cliConfig } from "./cli-config.js";
import { failure } from "./failure.js";
import { sharedFile } from "./shared-file.js";

const name = "profile";

/**
 * A profile asked for by name: the shared credentials file's, else the CLI config's. One that neither has is
 * `PROFILE_NOT_FOUND`; nothing else is ever used instead. Throws `CONFIG_INVALID` for an empty name.
 */
export function profile(profileName: string): CredentialsSource {
  if (!profileName) throw failure("CONFIG_INVALID", "CliConfigProfileNotFound", '"profile" is empty.');
  const shared = sharedFile({ profile: profileName });
  const cli = cliConfig({ profile: profileName });
  return Object.freeze({
    name,
    load: async (context: LoadContext) => {
      const credentials = (await loadIfPresent(shared, context)) ?? (await loadIfPresent(cli, context));
      if (credentials !== undefined) return credentials;
      throw new CredentialsError({
        source: name,
        code: "PROFILE_NOT_FOUND",
        vendorCode: "CliConfigProfileNotFound",
        message: `Neither the shared credentials file nor the CLI config has a profile "${profileName}".`,
      });
    },
  });
}

/** What a file says about the profile; `undefined` where there is no such file, or no such profile in it. */
async function loadIfPresent(
  source: CredentialsSource,
  context: LoadContext,
): Promise<AccessKeyCredentials | undefined> {
  try {
    const result = await loadWithSourcePrefix(name, source, context);
    return isUnavailable(result) ? undefined : result;
  } catch (error) {
    if (isCredentialsError(error) && ["NOT_CONFIGURED", "PROFILE_NOT_FOUND"].includes(error.code)) return undefined;
    throw error;
  }
}
