import type { LoadContext } from "@credport/core";
import type { Session } from "../http/parse-session.js";

/** The tokens of a browser login. */
export interface OAuthTokens {
  readonly refreshToken?: string | undefined;
  readonly accessToken?: string | undefined;
  /** When the access token ends, in seconds since the epoch; 0: unknown. */
  readonly accessTokenExpire: number;
}

/** Where the tokens of a login are kept. */
export interface OAuthTokenStore {
  /** The tokens as they stand. */
  read(context: LoadContext): Promise<OAuthTokens>;
  /**
   * Runs `renew` while nobody else may, with the tokens as they stand then, and keeps what it answers, at once: the old
   * refresh token is spent. `undefined`: those tokens will do.
   */
  renew(context: LoadContext, renew: (tokens: OAuthTokens) => Promise<OAuthTokens | undefined>): Promise<OAuthTokens>;
  /** Keeps the session that the tokens were exchanged for. */
  saveSession(context: LoadContext, session: Session): Promise<void>;
}

/** An access token with this little life left, in seconds, is renewed first. */
const renewBefore = 1_200;

/** Whether the tokens should be renewed before use ("alibaba-credentials" section 2.6). Without a refresh token, never. */
export function shouldRenew(tokens: OAuthTokens, now: number): boolean {
  if (tokens.refreshToken === undefined) return false;
  return tokens.accessToken === undefined || tokens.accessTokenExpire - now / 1_000 <= renewBefore;
}
