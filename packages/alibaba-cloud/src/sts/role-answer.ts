import type { AccessKeyCredentials, HttpResponse, LoadContext } from "@credport/core";
import { isJsonObject, parseBody, textMember } from "../http/parse-answer.js";
import { parseSession, upperCaseSession } from "../http/parse-session.js";
import { sessionCredentials } from "../http/session-credentials.js";

/** The version of the STS API. */
export const stsVersion = "2015-04-01";

/** Credentials out of the answer of AssumeRole or AssumeRoleWithOIDC. */
export function roleCredentials(
  context: LoadContext,
  response: HttpResponse,
  action: string,
  roleArn: string,
  source: string,
): AccessKeyCredentials {
  const service = `STS ${action}`;
  const body = parseBody(response, service);
  const session = parseSession(body, service, upperCaseSession, "Credentials");
  return sessionCredentials(context, response, session, source, {
    principal: isJsonObject(body) ? textMember(body["AssumedRoleUser"], "Arn") : undefined,
    accountId: /^acs:ram::(\d+):/.exec(roleArn)?.[1],
  });
}
