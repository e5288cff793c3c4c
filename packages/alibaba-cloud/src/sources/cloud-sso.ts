import type { CredentialsSource } from "@credport/core";
import { parseBody } from "../http/parse-answer.js";
import { parseSession, upperCaseSession } from "../http/parse-session.js";
import { send } from "../http/send.js";
import { sessionCredentials } from "../http/session-credentials.js";
import { statusError } from "../http/status-error.js";
import { checkOptionNames, configInvalid, countOption, textOption } from "../options/check-options.js";
import { httpLimits, httpOptionNames, type HttpOptions } from "../options/http-options.js";
import { httpUrl } from "../options/http-url.js";
import { loginRequired } from "./login-required.js";

const name = "cloud_sso";
const service = "CloudSSO";

/** Options of {@link cloudSso}: what the command line tool stores after a login. */
export interface CloudSsoOptions extends HttpOptions {
  /** The sign-in URL; scheme and host count. */
  readonly signInUrl: string;
  readonly accountId: string;
  /** Id of the access configuration. */
  readonly accessConfig: string;
  /** The login's token. It cannot be refreshed here. */
  readonly accessToken?: string | undefined;
  /** When the token ends, in seconds since the epoch. */
  readonly accessTokenExpire?: number | string | undefined;
}

const optionNames = {
  signInUrl: true,
  accountId: true,
  accessConfig: true,
  accessToken: true,
  accessTokenExpire: true,
  ...httpOptionNames,
} satisfies Record<keyof CloudSsoOptions, true>;

/**
 * A session of a CloudSSO user (config.json mode `CloudSSO`, provider name `cloud_sso`). A login that has ended is
 * `LOGIN_REQUIRED`, checked at each load.
 */
export function cloudSso(options: CloudSsoOptions): CredentialsSource {
  checkOptionNames(name, options, optionNames);
  const required = (option: "signInUrl" | "accountId" | "accessConfig"): string => {
    const value = textOption(option, options[option]);
    if (value === undefined) throw configInvalid(option, "is missing");
    return value;
  };
  const signIn = httpUrl(required("signInUrl"));
  if (signIn === undefined) throw configInvalid("signInUrl", "must be an absolute http or https URL");
  const body = JSON.stringify({ AccountId: required("accountId"), AccessConfigurationId: required("accessConfig") });
  const accessToken = textOption("accessToken", options.accessToken);
  const expire = countOption("accessTokenExpire", options.accessTokenExpire) ?? 0;
  const limits = httpLimits(options);
  return {
    name,
    async load(context) {
      if (accessToken === undefined || expire * 1_000 <= context.host.now()) throw loginRequired(service);
      const response = await send(context, {
        method: "POST",
        url: `${signIn.origin}/cloud-credentials`,
        headers: {
          accept: "application/json",
          "content-type": "application/json",
          authorization: `Bearer ${accessToken}`,
        },
        body,
        limits,
      });
      if (response.status !== 200) throw statusError(response, service, context.host.now());
      const session = parseSession(parseBody(response, service), service, upperCaseSession, "CloudCredential");
      return sessionCredentials(context, response, session, name);
    },
  };
}
