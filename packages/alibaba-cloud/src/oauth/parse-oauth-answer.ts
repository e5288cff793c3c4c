import { incomplete, isJsonObject, textMember } from "../http/parse-answer.js";
import type { OAuthTokens } from "./oauth-tokens.js";

/** Reads the answer to a refresh: both tokens must be there; without a life the access token gets an hour. */
export function parseOAuthTokens(body: unknown, service: string, now: number): OAuthTokens {
  const accessToken = textMember(body, "access_token");
  const refreshToken = textMember(body, "refresh_token");
  if (accessToken === undefined) throw incomplete(service, "without access_token");
  if (refreshToken === undefined) throw incomplete(service, "without refresh_token");
  const life = Number(isJsonObject(body) ? (body["expires_in"] ?? 3_600) : 3_600);
  if (!Number.isFinite(life) || life < 0) throw incomplete(service, "with an expires_in that is no number of seconds");
  return { accessToken, refreshToken, accessTokenExpire: Math.floor(now / 1_000 + life) };
}
