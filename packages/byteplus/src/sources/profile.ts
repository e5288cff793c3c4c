import {
  CredentialsError,
  isCredentialsError,
  isUnavailable,
  loadWithSourcePrefix,
  type CredentialsSource,
  type LoadContext,
} from "@credport/core";
import { cliConfig } from "./cli-config.js";
import { readSharedProfile } from "./shared-config.js";
import { sharedFile } from "./shared-file.js";

const source = "profile";

/**
 * A profile asked for by name: the shared credentials file's, else the CLI config's. One that neither has is
 * `PROFILE_NOT_FOUND`; nothing else is ever used instead.
 */
export function profile(name: string): CredentialsSource {
  const shared = sharedFile({ profile: name });
  const cli = cliConfig({ profile: name });
  return Object.freeze({
    name: source,
    load: async (context: LoadContext) => {
      if (await isShared(name, context)) return loadWithSourcePrefix(source, shared, context);
      try {
        const result = await loadWithSourcePrefix(source, cli, context);
        if (!isUnavailable(result)) return result;
      } catch (error) {
        if (!isCredentialsError(error) || error.code !== "NOT_CONFIGURED") throw error;
      }
      throw new CredentialsError({
        code: "PROFILE_NOT_FOUND",
        source,
        vendorCode: "CliConfigProfileNotFound",
        message: `Neither the shared credentials file nor the CLI config has a profile "${name}".`,
      });
    },
  });
}

async function isShared(name: string, context: LoadContext): Promise<boolean> {
  try {
    return (await readSharedProfile({ profile: name }, context)).section !== undefined;
  } catch (error) {
    if (isCredentialsError(error) && error.code === "NOT_CONFIGURED") return false;
    throw error;
  }
}
