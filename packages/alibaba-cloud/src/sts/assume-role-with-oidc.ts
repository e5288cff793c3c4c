import { CredentialsError, isCredentialsError, type AccessKeyCredentials, type LoadContext } from "@credport/core";
import { send } from "../http/send.js";
import { statusError } from "../http/status-error.js";
import { encodeParameters } from "../signing/encode-parameters.js";
import { utcTimestamp } from "../signing/utc-timestamp.js";
import { roleCredentials, stsVersion } from "./role-answer.js";
import type { RoleRequest } from "./role-options.js";

/** An AssumeRoleWithOIDC call, complete. */
export interface AssumeRoleWithOidcRequest extends RoleRequest {
  readonly oidcProviderArn: string;
  readonly oidcTokenFilePath: string;
}

/** Calls STS AssumeRoleWithOIDC, unsigned, with the token as the file holds it now ("alibaba-credentials" section 2.2). */
export async function assumeRoleWithOidc(
  context: LoadContext,
  request: AssumeRoleWithOidcRequest,
): Promise<AccessKeyCredentials> {
  const token = await readToken(context, request.oidcTokenFilePath);
  const query = encodeParameters({
    Version: stsVersion,
    Action: "AssumeRoleWithOIDC",
    Format: "JSON",
    Timestamp: utcTimestamp(context.host.now()),
  });
  const response = await send(context, {
    method: "POST",
    url: `${request.endpoint}/?${query}`,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: encodeParameters({
      RoleArn: request.roleArn,
      OIDCProviderArn: request.oidcProviderArn,
      OIDCToken: token,
      RoleSessionName: request.roleSessionName,
      DurationSeconds: String(request.durationSeconds),
      ...(request.policy === undefined ? {} : { Policy: request.policy }),
    }),
    limits: request.limits,
  });
  if (response.status !== 200) throw statusError(response, "STS AssumeRoleWithOIDC", context.host.now());
  return roleCredentials(context, response, "AssumeRoleWithOIDC", request.roleArn, "oidc_role_arn");
}

/** The projected token. A path that was named and leads nowhere is a failure, not "not configured". */
async function readToken({ host, signal }: LoadContext, path: string): Promise<string> {
  let content: string;
  try {
    content = await host.readFile(path, { signal });
  } catch (error) {
    if (!isCredentialsError(error) || error.code !== "NOT_CONFIGURED") throw error;
    throw new CredentialsError({ code: "FILE_UNREADABLE", message: `No OIDC token file at ${path}`, cause: error });
  }
  const token = content.trim();
  if (token !== "") return token;
  throw new CredentialsError({ code: "FILE_MALFORMED", message: `The OIDC token file ${path} is blank` });
}
