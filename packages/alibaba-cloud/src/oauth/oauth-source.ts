import type { AccessKeyCredentials, CredentialsSource, LoadContext } from "@credport/core";
import { parseBody } from "../http/parse-answer.js";
import { lowerCaseSession, parseSession } from "../http/parse-session.js";
import { send } from "../http/send.js";
import { sessionCredentials } from "../http/session-credentials.js";
import { statusError } from "../http/status-error.js";
import type { HttpLimits } from "../options/http-options.js";
import { encodeParameters } from "../signing/encode-parameters.js";
import { utcTimestamp } from "../signing/utc-timestamp.js";
import { loginRequired } from "../sources/login-required.js";
import { shouldRenew, type OAuthTokens, type OAuthTokenStore } from "./oauth-tokens.js";
import type { OAuthSite } from "./oauth-site.js";
import { parseOAuthTokens } from "./parse-oauth-answer.js";

const name = "oauth";
const service = "The OAuth service";

/** A browser login as a source, its tokens kept in a store ("alibaba-credentials" section 2.6). */
export function oauthSource(site: OAuthSite, limits: HttpLimits, store: OAuthTokenStore): CredentialsSource {
  return {
    name,
    async load(context) {
      let tokens = await store.read(context);
      if (shouldRenew(tokens, context.host.now())) {
        tokens = await store.renew(context, async (latest) =>
          shouldRenew(latest, context.host.now()) ? renewTokens(context, site, limits, latest) : undefined,
        );
      }
      if (tokens.accessToken === undefined) throw loginRequired("OAuth");
      return exchange(context, site, limits, tokens.accessToken, store);
    },
  };
}

async function renewTokens(
  context: LoadContext,
  site: OAuthSite,
  limits: HttpLimits,
  { refreshToken }: OAuthTokens,
): Promise<OAuthTokens> {
  const now = context.host.now();
  const response = await send(context, {
    method: "POST",
    url: `${site.endpoint}/v1/token`,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: encodeParameters({
      grant_type: "refresh_token",
      refresh_token: refreshToken ?? "",
      client_id: site.clientId,
      Timestamp: utcTimestamp(now),
    }),
    limits,
  });
  if (response.status !== 200) throw statusError(response, service, context.host.now());
  return parseOAuthTokens(parseBody(response, service), service, now);
}

async function exchange(
  context: LoadContext,
  site: OAuthSite,
  limits: HttpLimits,
  accessToken: string,
  store: OAuthTokenStore,
): Promise<AccessKeyCredentials> {
  const response = await send(context, {
    method: "POST",
    url: `${site.endpoint}/v1/exchange`,
    headers: { "content-type": "application/json", authorization: `Bearer ${accessToken}` },
    body: "",
    limits,
  });
  if (response.status !== 200) throw statusError(response, service, context.host.now());
  const session = parseSession(parseBody(response, service), service, lowerCaseSession);
  await store.saveSession(context, session);
  return sessionCredentials(context, response, session, name);
}
