/** One of the vendor's OAuth services. */
export interface OAuthSite {
  /** Base URL, without a trailing slash. */
  readonly endpoint: string;
  /** The command line tool's public client id there. */
  readonly clientId: string;
}

const sites: Readonly<Record<string, OAuthSite>> = {
  CN: { endpoint: "https://oauth.aliyun.com", clientId: "4038181954557748008" },
  INTL: { endpoint: "https://oauth.alibabacloud.com", clientId: "4103531455503354461" },
};

/** The site of a type: `CN`, `INTL` or its other name `EN`, in any case; `undefined` for anything else. */
export function oauthSite(type: string): OAuthSite | undefined {
  const upper = type.toUpperCase();
  const key = upper === "EN" ? "INTL" : upper;
  return Object.hasOwn(sites, key) ? sites[key] : undefined;
}
