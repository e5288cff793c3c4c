import type { LoadContext } from "@credport/core";
import type { Session } from "../http/parse-session.js";
import type { OAuthTokens, OAuthTokenStore } from "../oauth/oauth-tokens.js";
import { warnNotWritten, withConfigLock } from "./config-file-lock.js";
import { editProfile } from "./edit-profile.js";
import { parseConfigFile } from "./parse-config-file.js";
import { Profile, profileNotFound } from "./profile.js";

/**
 * Keeps the tokens of a browser login in its profile of config.json, as the command line tool does. What cannot be written is
 * kept in memory, so that a spent refresh token is not spent again; a write that fails never fails a load.
 */
export class ConfigTokenStore implements OAuthTokenStore {
  readonly #path: string;
  readonly #profileName: string;
  /** Tokens that did not reach the file, and the refresh token the file still holds. */
  #unsaved: { readonly tokens: OAuthTokens; readonly replaces: string | undefined } | undefined;

  constructor(path: string, profileName: string) {
    this.#path = path;
    this.#profileName = profileName;
  }

  async read(context: LoadContext): Promise<OAuthTokens> {
    return this.#newest(await this.#stored(context));
  }

  async renew(
    context: LoadContext,
    renew: (tokens: OAuthTokens) => Promise<OAuthTokens | undefined>,
  ): Promise<OAuthTokens> {
    return withConfigLock(context, this.#path, async (isLocked) => {
      const stored = await this.#stored(context);
      const latest = this.#newest(stored);
      const renewed = await renew(latest);
      if (renewed === undefined) return latest;
      this.#unsaved = { tokens: renewed, replaces: stored.refreshToken };
      const isSaved = await this.#write(context, isLocked, {
        oauth_refresh_token: renewed.refreshToken ?? "",
        oauth_access_token: renewed.accessToken ?? "",
        oauth_access_token_expire: renewed.accessTokenExpire,
      });
      if (isSaved) this.#unsaved = undefined;
      return renewed;
    });
  }

  async saveSession(context: LoadContext, session: Session): Promise<void> {
    await saveSessionFields(context, this.#path, this.#profileName, session);
  }

  async #stored(context: LoadContext): Promise<OAuthTokens> {
    return profileTokens(await readProfile(context, this.#path, this.#profileName));
  }

  /** What could not be saved, as long as the file has not got another login since. */
  #newest(stored: OAuthTokens): OAuthTokens {
    return this.#unsaved?.replaces === stored.refreshToken ? (this.#unsaved?.tokens ?? stored) : stored;
  }

  #write(context: LoadContext, isLocked: boolean, changes: ProfileChanges): Promise<boolean> {
    return writeProfile(context, this.#path, this.#profileName, isLocked, changes);
  }
}

/** What is written into a profile. */
type ProfileChanges = Readonly<Record<string, string | number>>;

/** Stores a session in the profile it belongs to, where the command line tool looks for it. Never fails a load. */
export function saveSessionFields(
  context: LoadContext,
  path: string,
  profileName: string,
  session: Pick<Session, "accessKeyId" | "accessKeySecret"> & {
    readonly securityToken?: string | undefined;
    readonly expiration?: Date | undefined;
  },
): Promise<unknown> {
  return withConfigLock(context, path, (isLocked) =>
    writeProfile(context, path, profileName, isLocked, {
      access_key_id: session.accessKeyId,
      access_key_secret: session.accessKeySecret,
      sts_token: session.securityToken ?? "",
      sts_expiration: Math.floor((session.expiration?.getTime() ?? 0) / 1_000),
    }),
  );
}

/** Changes a profile in the file as it stands now. Whether it worked; if not, a warning says why. */
async function writeProfile(
  context: LoadContext,
  path: string,
  profileName: string,
  isLocked: boolean,
  changes: ProfileChanges,
): Promise<boolean> {
  if (!isLocked) return false;
  const { host } = context;
  try {
    // Without the load's signal: once a refresh token is spent, its successor has to be stored.
    const edited = editProfile(await host.readFile(path), profileName, changes);
    if (edited === undefined) throw profileNotFound(profileName, path);
    await host.writeFileAtomic(path, edited, { mode: 0o600 });
    return true;
  } catch (error) {
    warnNotWritten(context, path, error);
    return false;
  }
}

async function readProfile({ host, signal }: LoadContext, path: string, name: string): Promise<Profile> {
  const fields = parseConfigFile(await host.readFile(path, { signal }), path).profiles.get(name);
  if (fields === undefined) throw profileNotFound(name, path);
  return new Profile(path, name, fields);
}

function profileTokens(profile: Profile): OAuthTokens {
  return {
    refreshToken: profile.text("oauth_refresh_token"),
    accessToken: profile.text("oauth_access_token"),
    accessTokenExpire: profile.count("oauth_access_token_expire"),
  };
}
