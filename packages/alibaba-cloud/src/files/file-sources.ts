import type { CredentialsSource } from "@credport/core";
import { isUnavailable } from "@credport/core";
import { oauthSource } from "../oauth/oauth-source.js";
import type { OAuthSite } from "../oauth/oauth-site.js";
import { httpLimits, type HttpOptions } from "../options/http-options.js";
import { external, type ExternalOptions } from "../sources/external.js";
import { ConfigTokenStore, saveSessionFields } from "./config-token-store.js";

/** A profile of a config.json into which a source writes. */
interface WritableProfile {
  readonly path: string;
  readonly profileName: string;
}

/** A browser login whose tokens live in a profile. */
export interface FileOAuthOptions extends WritableProfile {
  readonly site: OAuthSite;
  readonly limits: HttpOptions;
}

/** The source for a profile of mode `OAuth`. */
export function fileOAuth({ site, limits, path, profileName }: FileOAuthOptions): CredentialsSource {
  return oauthSource(site, httpLimits(limits), new ConfigTokenStore(path, profileName));
}

/** A program named in a profile. */
export interface FileExternalOptions extends WritableProfile, ExternalOptions {
  /** Store what the program prints in its own profile. */
  readonly writeBack: boolean;
}

/** The source for a profile of mode `External`. */
export function fileExternal(options: FileExternalOptions): CredentialsSource {
  const { path, profileName, writeBack, processCommand } = options;
  const program = external({ processCommand });
  if (!writeBack) return program;
  return {
    name: program.name,
    async load(context) {
      const credentials = await program.load(context);
      if (!isUnavailable(credentials)) await saveSessionFields(context, path, profileName, credentials);
      return credentials;
    },
  };
}
