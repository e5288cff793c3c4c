import type { CredentialsSource } from "@credport/core";
import { checkOptionNames, configInvalid, countOption, textOption } from "../options/check-options.js";
import { httpLimits, httpOptionNames, type HttpOptions } from "../options/http-options.js";
import { memoryTokenStore } from "../oauth/memory-token-store.js";
import { oauthSite } from "../oauth/oauth-site.js";
import { oauthSource } from "../oauth/oauth-source.js";
import type { OAuthTokens } from "../oauth/oauth-tokens.js";
import { endpointUrl } from "../sts/sts-endpoint.js";

/** Options of {@link oauth}: what the command line tool stores after a browser login. */
export interface OAuthOptions extends HttpOptions {
  /** `CN`, `INTL` or `EN`, in any case. */
  readonly siteType: string;
  readonly refreshToken?: string | undefined;
  readonly accessToken?: string | undefined;
  /** When the access token ends, in seconds since the epoch. */
  readonly accessTokenExpire?: number | string | undefined;
  /** Called with each new pair of tokens: a refresh token works once, so whoever keeps it must keep the new one. */
  readonly onRenewed?: ((tokens: OAuthTokens) => void | Promise<void>) | undefined;
  /** Host of the OAuth service. Default: that of the site. */
  readonly oauthEndpoint?: string | undefined;
}

const optionNames = {
  siteType: true,
  refreshToken: true,
  accessToken: true,
  accessTokenExpire: true,
  onRenewed: true,
  oauthEndpoint: true,
  ...httpOptionNames,
} satisfies Record<keyof OAuthOptions, true>;

/**
 * A session of a user who logged in with a browser (config.json mode `OAuth`, provider name `oauth`), from tokens kept in
 * memory. `cliProfile` keeps them in config.json instead. Without any token: `LOGIN_REQUIRED`.
 */
export function oauth(options: OAuthOptions): CredentialsSource {
  checkOptionNames("oauth", options, optionNames);
  const site = oauthSite(textOption("siteType", options.siteType) ?? "");
  if (site === undefined) throw configInvalid("siteType", "must be CN, INTL or EN");
  const endpoint = textOption("oauthEndpoint", options.oauthEndpoint);
  const onRenewed: unknown = options.onRenewed ?? undefined;
  if (onRenewed !== undefined && typeof onRenewed !== "function")
    throw configInvalid("onRenewed", "must be a function");
  const tokens: OAuthTokens = {
    refreshToken: textOption("refreshToken", options.refreshToken),
    accessToken: textOption("accessToken", options.accessToken),
    accessTokenExpire: countOption("accessTokenExpire", options.accessTokenExpire) ?? 0,
  };
  return oauthSource(
    { ...site, ...(endpoint === undefined ? {} : { endpoint: endpointUrl("oauthEndpoint", endpoint) }) },
    httpLimits(options),
    memoryTokenStore(tokens, options.onRenewed),
  );
}
