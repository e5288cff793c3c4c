import { createHash } from "node:crypto";
import { createAccessKeyCredentials, type AccessKeyCredentials, type LoadContext } from "@credport/core";
import { parseTimestamp } from "@credport/node";
import { asRecord } from "../../errors/parse-wire-error.js";
import { serviceAddress } from "../../http/endpoint-url.js";
import { parseJsonObject, textMember } from "../../http/parse-json-object.js";
import { canonicalQuery } from "../../signing/encoding.js";
import { failure, requiredText } from "../failure.js";
import type { CliProfile } from "./cli-profile.js";
import { expiresIn, LoginMemory, type CachedLogin, type LoginKind } from "./login-cache.js";
import { sendLoginRequest, type LoginContext } from "./oauth-retries.js";
import { parseUnixTime } from "./parse-unix-time.js";

interface ConsoleLogin extends CachedLogin {
  readonly keys: Readonly<Record<string, unknown>> | undefined;
  readonly clientId: string;
  readonly scope: string | undefined;
  readonly endpointUrl: string;
}

/** The session keys inside a console login's access token, refreshed for as long as the login lasts. */
export class ConsoleLogins {
  private readonly memory = new LoginMemory<ConsoleLogin>();

  async load(profile: CliProfile, context: LoadContext): Promise<AccessKeyCredentials> {
    const session = profile.required("login-session", "CliConfigLoginSessionMissing");
    const kind = loginKind(profile, session, context);
    const { keys, expiresAt } = await this.memory.current(kind, context);
    const required = requiredText(keys, () => kind.over());
    return createAccessKeyCredentials({
      accessKeyId: required("access_key_id"),
      accessKeySecret: required("secret_access_key"),
      securityToken: required("session_token"),
      expiration: expiresAt === undefined ? undefined : new Date(expiresAt),
      source: "cli_config",
    });
  }
}

const keyNames = ["access_key_id", "secret_access_key", "session_token"];

function loginKind(profile: CliProfile, session: string, context: LoginContext): LoginKind<ConsoleLogin> {
  const file = `${createHash("sha1").update(session).digest("hex")}.json`;
  const folder = context.host.env("BYTEPLUS_LOGIN_CACHE_DIRECTORY");
  const again = `Log in to the console session "${session}" of profile "${profile.name}" again.`;
  return {
    path: folder === undefined ? profile.beside("login", "cache", file) : `${folder.replace(/[\\/]+$/, "")}/${file}`,
    parse: parseLogin,
    usable: ({ keys }) => keyNames.every((name) => textMember(keys, name) !== undefined),
    refreshable: ({ clientId }) => clientId !== "",
    refresh: (login, refreshToken) => refresh(login, refreshToken, profile.flag("disable-ssl"), context),
    missing: (cause) =>
      failure("LOGIN_REQUIRED", "CliConsoleLoginCacheMissing", `There is no cached login. ${again}`, { cause }),
    over: (cause) =>
      failure("LOGIN_REQUIRED", "CliConsoleLoginRefreshTokenExpired", `The login is over. ${again}`, { cause }),
  };
}

function parseLogin(file: Readonly<Record<string, unknown>>): ConsoleLogin {
  const issued = file["issued_at"];
  const issuedAt = parseTimestamp(issued)?.getTime() ?? parseUnixTime(issued);
  return {
    keys: embeddedKeys(file["access_token"]),
    refreshToken: textMember(file, "refresh_token"),
    clientId: textMember(file, "client_id") ?? "",
    scope: textMember(file, "scope"),
    endpointUrl: textMember(file, "endpoint_url") ?? "https://signin.byteplus.com",
    expiresAt: typeof issuedAt === "number" ? expiresIn(file, issuedAt) : undefined,
  };
}

async function refresh(
  login: ConsoleLogin,
  refreshToken: string,
  allowInsecureHttp: boolean,
  context: LoginContext,
): Promise<ConsoleLogin> {
  const { url } = serviceAddress(
    `${login.endpointUrl.replace(/\/+$/, "")}/authorize/oauth/token`,
    "https",
    "endpoint_url",
  );
  const response = await sendLoginRequest(
    context,
    {
      method: "POST",
      url,
      allowInsecureHttp,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: canonicalQuery([
        ["grant_type", "refresh_token"],
        ["client_id", login.clientId],
        ["refresh_token", refreshToken],
        ...(login.scope === undefined ? [] : [["scope", login.scope] as const]),
      ]),
    },
    30_000,
    "The console's token endpoint",
  );
  const answer = parseJsonObject(response.text());
  const keys = embeddedKeys(answer?.["access_token"]);
  const expiresAt = expiresIn(answer, response.receivedAt);
  if (keys === undefined || expiresAt === undefined) {
    throw failure(
      "INCOMPLETE_RESPONSE",
      "CliConsoleLoginRefresh",
      `The console's token endpoint answered without ${keys === undefined ? "access_token" : "expires_in"}.`,
    );
  }
  return {
    ...login,
    keys,
    refreshToken: textMember(answer, "refresh_token") ?? refreshToken,
    expiresAt,
  };
}

/** The keys an access token holds: an object, or the text of one. */
function embeddedKeys(token: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof token === "string" ? parseJsonObject(token) : asRecord(token);
}
