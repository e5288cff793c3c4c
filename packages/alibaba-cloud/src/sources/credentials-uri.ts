import type { CredentialsSource } from "@credport/core";
import { incomplete, isJsonObject, parseBody, textMember } from "../http/parse-answer.js";
import { parseSession, upperCaseSession } from "../http/parse-session.js";
import { send } from "../http/send.js";
import { sessionCredentials } from "../http/session-credentials.js";
import { statusError } from "../http/status-error.js";
import { checkOptionNames, configInvalid, flagOption, missingOption, textOption } from "../options/check-options.js";
import { httpLimits, httpOptionNames, type HttpOptions } from "../options/http-options.js";
import { httpUrl } from "../options/http-url.js";

const name = "credential_uri";

/** Options of {@link credentialsUri}. */
export interface CredentialsUriOptions extends HttpOptions {
  /** Absolute http or https URL, without user name or password. Default: `ALIBABA_CLOUD_CREDENTIALS_URI`. */
  readonly credentialsURI?: string | undefined;
  /** Allow plain http to public addresses too. Default: only loopback, link-local, private and shared ones. */
  readonly allowInsecureHttp?: boolean | undefined;
}

const optionNames = { credentialsURI: true, allowInsecureHttp: true, ...httpOptionNames } satisfies Record<
  keyof CredentialsUriOptions,
  true
>;

/**
 * A session from an HTTP service of your own (type `credentials_uri`, provider name `credential_uri`). A URL that cannot work
 * is `CONFIG_INVALID`; where none was passed and the variable is empty, the source is unavailable.
 */
export function credentialsUri(options: CredentialsUriOptions = {}): CredentialsSource {
  checkOptionNames("credentials_uri", options, optionNames);
  const explicit = textOption("credentialsURI", options.credentialsURI);
  if (explicit !== undefined) checkUri(explicit);
  const allowInsecureHttp = flagOption("allowInsecureHttp", options.allowInsecureHttp);
  const limits = httpLimits(options);
  return {
    name,
    async load(context) {
      const url = explicit ?? context.host.env("ALIBABA_CLOUD_CREDENTIALS_URI");
      if (url === undefined) return missingOption(context.host, { credentialsURI: url }, false);
      const service = `The credentials URI ${checkUri(url)}`;
      const response = await send(context, { method: "GET", url, limits, allowInsecureHttp });
      if (response.status !== 200) throw statusError(response, service, context.host.now());
      const body = parseBody(response, service);
      if (isJsonObject(body) && "Code" in body && textMember(body, "Code") !== "Success") {
        throw incomplete(service, "with a Code that is not Success");
      }
      return sessionCredentials(context, response, parseSession(body, service, upperCaseSession), name);
    },
  };
}

/** The part of a URI that may be shown: the query may hold a secret. */
function checkUri(uri: string): string {
  const url = httpUrl(uri);
  if (url === undefined) throw configInvalid("credentialsURI", "must be an absolute http or https URL");
  if (url.username !== "" || url.password !== "") {
    throw configInvalid("credentialsURI", "must not contain a user name or password");
  }
  return `${url.origin}${url.pathname}`;
}
