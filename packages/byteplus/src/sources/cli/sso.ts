import { createHash } from "node:crypto";
import type { AccessKeyCredentials, LoadContext } from "@credport/core";
import { parseTimestamp } from "@credport/node";
import { parseJsonObject, textMember } from "../../http/parse-json-object.js";
import { byteplusPreset } from "../../presets/byteplus-preset.js";
import { failure } from "../failure.js";
import type { CliProfile } from "./cli-profile.js";
import { expiresIn, LoginMemory, type CachedLogin, type LoginKind } from "./login-cache.js";
import { sendLoginRequest, type LoginContext } from "./oauth-retries.js";
import { parseUnixTime } from "./parse-unix-time.js";
import { askForRoleKeys } from "./sso-portal.js";

interface SsoLogin extends CachedLogin {
  readonly accessToken: string | undefined;
  readonly clientId: string;
  readonly clientSecret: string;
  /** In ms since the epoch; `undefined`: not known. */
  readonly clientExpiresAt: number | undefined;
}

/** Role keys from the SSO portal, for as long as the login of that session lasts. */
export class SsoLogins {
  private readonly memory = new LoginMemory<SsoLogin>();

  async load(profile: CliProfile, context: LoadContext): Promise<AccessKeyCredentials> {
    const sessionName = profile.required("sso-session-name", "CliConfigSsoSessionNameMissing");
    const accountId = profile.required("account-id", "CliConfigAccountIDMissing");
    const roleName = profile.required("role-name", "CliConfigRoleNameMissing");
    const session = profile.ssoSession(sessionName);
    const startUrl = textMember(session, "start-url")?.trim();
    const region = textMember(session, "region")?.trim() || (profile.text("region") ?? byteplusPreset.defaultRegion);
    if (!startUrl || !/^[a-z0-9-]+$/.test(region)) {
      throw failure(
        "PROFILE_INVALID",
        "CliConfigSsoSession",
        `Profile "${profile.name}" in ${profile.path}: SSO session "${sessionName}" needs "start-url" and a valid "region".`,
      );
    }
    const kind = loginKind(profile, { sessionName, startUrl, region }, context);
    const { accessToken } = await this.memory.current(kind, context);
    if (accessToken === undefined) throw kind.over();
    return askForRoleKeys({ region, accessToken, accountId, roleName }, context);
  }
}

function loginKind(
  profile: CliProfile,
  session: { readonly sessionName: string; readonly startUrl: string; readonly region: string },
  context: LoginContext,
): LoginKind<SsoLogin> {
  const { sessionName, startUrl, region } = session;
  const again = `Log in to SSO session "${sessionName}" of profile "${profile.name}" again.`;
  return {
    path: profile.beside("sso", "cache", `${cacheName(startUrl, sessionName)}.json`),
    parse: (file) => ({
      accessToken: textMember(file, "access_token"),
      refreshToken: textMember(file, "refresh_token"),
      clientId: textMember(file, "client_id") ?? "",
      clientSecret: textMember(file, "client_secret") ?? "",
      clientExpiresAt: knownTime(file["client_secret_expires_at"]),
      expiresAt: parseTimestamp(file["expires_at"])?.getTime(),
    }),
    usable: (login) => login.accessToken !== undefined,
    refreshable: ({ clientId, clientSecret, clientExpiresAt = Infinity }) =>
      clientId !== "" && clientSecret !== "" && clientExpiresAt > context.host.now(),
    refresh: async (login, refreshToken) => {
      const response = await sendLoginRequest(
        context,
        {
          method: "POST",
          url: `https://cloudidentity-oauth.${region}.bytepluses.com/token`,
          headers: { "content-type": "application/json" },
          body: JSON.stringify({
            grant_type: "refresh_token",
            client_id: login.clientId,
            client_secret: login.clientSecret,
            refresh_token: refreshToken,
          }),
        },
        10_000,
        "The SSO token endpoint",
      );
      const answer = parseJsonObject(response.text());
      const accessToken = textMember(answer, "access_token");
      if (accessToken === undefined) {
        throw failure(
          "INCOMPLETE_RESPONSE",
          "CliSsoTokenRefresh",
          "The SSO token endpoint answered without access_token.",
        );
      }
      return {
        ...login,
        accessToken,
        refreshToken: textMember(answer, "refresh_token") ?? refreshToken,
        expiresAt: expiresIn(answer, response.receivedAt),
      };
    },
    missing: (cause) =>
      failure("LOGIN_REQUIRED", "CliSsoTokenCacheMissing", `There is no cached login. ${again}`, { cause }),
    over: (cause) => failure("LOGIN_REQUIRED", "CliSsoTokenRefreshExpired", `The login is over. ${again}`, { cause }),
  };
}

/** A unix time in ms; `undefined` for what is none. */
function knownTime(value: unknown): number | undefined {
  const time = parseUnixTime(value);
  return time === "invalid" ? undefined : time;
}

/** The cache file's name: SHA-1 of the JSON that Go writes, which escapes these characters. */
function cacheName(startUrl: string, sessionName: string): string {
  const json = JSON.stringify({ start_url: startUrl, session_name: sessionName }).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return createHash("sha1").update(json).digest("hex");
}
