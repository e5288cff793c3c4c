import { hmac } from "@credport/node";
import { headerValue, invalidCredential } from "./sign-request.js";

/** The key pair of an application, with its own session token where it has one. */
export interface AppCredential {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly stsToken?: string | undefined;
}

/**
 * The second signature, an application's, over the user's complete `Authorization` value: `application-authentication`, or
 * with a token `sts-authentication` and `sts-token`. Throws `CredentialsError` (`INVALID_CREDENTIAL`) without an authorization,
 * as with a bearer user, and for an incomplete pair.
 */
export function signApp(
  authorization: string,
  app: AppCredential,
  options: { readonly corporation?: string | undefined } = {},
): Record<string, string> {
  if (authorization === "")
    throw invalidCredential("an app account signs over the user's Authorization, which a bearer account does not have");
  if (app.accessKeyId === "" || app.accessKeySecret === "")
    throw invalidCredential("the app's access key id or secret is empty");
  const signature = hmac("sha1", app.accessKeySecret, authorization, "base64");
  const provider = options.corporation ?? "aliyun";
  const value = headerValue(
    "app access key id or corporation",
    `account_provider:${provider},signature_method:hmac-sha1,access_id:${app.accessKeyId},signature:${signature}`,
  );
  if (app.stsToken === undefined || app.stsToken === "") return { "application-authentication": value };
  return { "sts-authentication": value, "sts-token": headerValue("app token", app.stsToken) };
}
