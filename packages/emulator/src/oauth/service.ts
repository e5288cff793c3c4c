import { randomBytes } from "node:crypto";
import type { Role } from "../accounts/identities.js";
import { jsonAnswer, type Answer } from "../http/answer.js";
import type { Exchange } from "../http/exchange.js";
import { readBearerToken } from "../http/json-body.js";
import { parseQuery } from "../http/query.js";
import { ServiceFailure } from "../http/service-failure.js";
import type { EmulatorService, ServiceContext } from "../services/service.js";
import { formatTime } from "../sessions/session-fields.js";

/** The command line's public client ids, on the Chinese and the international site. */
const CLIENT_IDS: ReadonlySet<string> = new Set(["4038181954557748008", "4103531455503354461"]);
const ACCESS_TOKEN_SECONDS = 10_800;

/** The tokens of one browser login. */
export interface OAuthLogin {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** When the access token expires, in seconds since the epoch. */
  readonly accessTokenExpire: number;
}

/** What tests may do with the OAuth service. */
export interface OAuthControls {
  /** Logs a person in whose sessions are those of this role. */
  logIn(role: Role): OAuthLogin;
}

/** The OAuth service behind the command line's browser login. A refresh token is good once. */
export function createService(context: ServiceContext): EmulatorService<OAuthControls> {
  const accessTokens = new Map<string, { readonly role: Role; readonly expiresAt: number }>();
  const refreshTokens = new Map<string, Role>();

  const logIn = (role: Role): OAuthLogin => {
    const accessToken = randomBytes(24).toString("base64url");
    const refreshToken = randomBytes(24).toString("base64url");
    const accessTokenExpire = Math.floor(context.clock.now() / 1000) + ACCESS_TOKEN_SECONDS;
    accessTokens.set(accessToken, { role, expiresAt: accessTokenExpire * 1000 });
    refreshTokens.set(refreshToken, role);
    return { accessToken, refreshToken, accessTokenExpire };
  };

  const refresh = async (exchange: Exchange): Promise<Answer> => {
    const form = new Map(parseQuery((await exchange.readBody()).toString()));
    if (form.get("grant_type") !== "refresh_token") throw oauthFailure("unsupported_grant_type");
    if (!CLIENT_IDS.has(form.get("client_id") ?? "")) throw oauthFailure("invalid_client");
    const refreshToken = form.get("refresh_token") ?? "";
    const role = refreshTokens.get(refreshToken);
    if (role === undefined) throw oauthFailure("invalid_grant");
    refreshTokens.delete(refreshToken);
    const login = logIn(role);
    return jsonAnswer(200, {
      access_token: login.accessToken,
      refresh_token: login.refreshToken,
      expires_in: ACCESS_TOKEN_SECONDS,
      token_type: "Bearer",
    });
  };

  const exchangeToken = (exchange: Exchange): Answer => {
    const grant = accessTokens.get(readBearerToken(exchange));
    if (grant === undefined || grant.expiresAt <= exchange.now()) throw oauthFailure("invalid_token", 401);
    const session = context.accounts.issueSession({ of: grant.role, durationSeconds: 3600 });
    return jsonAnswer(200, {
      requestId: exchange.requestId,
      accessKeyId: session.accessKeyId,
      accessKeySecret: session.accessKeySecret,
      securityToken: session.securityToken,
      expiration: formatTime(session.expiration),
    });
  };

  return {
    controls: { logIn },
    describe: ({ method, rawPath }) =>
      method === "POST" && rawPath === "/v1/token"
        ? "Token"
        : method === "POST" && rawPath === "/v1/exchange"
          ? "Exchange"
          : "Unknown",
    handle(exchange) {
      if (exchange.operation === "Token") return refresh(exchange);
      if (exchange.operation === "Exchange") return exchangeToken(exchange);
      throw oauthFailure("not_found", 404);
    },
    renderFailure: ({ status, code, message }) => jsonAnswer(status, { error: code, error_description: message }),
    reset() {
      accessTokens.clear();
      refreshTokens.clear();
    },
  };
}

function oauthFailure(code: string, status = 400): ServiceFailure {
  return new ServiceFailure(status, code, `The request was refused: ${code}.`);
}
