import {
  createAccessKeyCredentials,
  rebaseExpiration,
  type AccessKeyCredentials,
  type HttpResponse,
  type LoadContext,
} from "@credport/core";
import type { Session } from "./parse-session.js";

/** Whom a session belongs to, where the answer says so. */
export interface SessionOwner {
  readonly accountId?: string | undefined;
  readonly principal?: string | undefined;
}

/** Credentials of a session just fetched, its expiration moved to the local clock where the answer has a `Date` header. */
export function sessionCredentials(
  context: LoadContext,
  response: HttpResponse,
  session: Session,
  source: string,
  owner: SessionOwner = {},
): AccessKeyCredentials {
  return createAccessKeyCredentials({
    accessKeyId: session.accessKeyId,
    accessKeySecret: session.accessKeySecret,
    securityToken: session.securityToken,
    expiration: rebaseExpiration(session.expiration, response, context),
    source,
    accountId: owner.accountId,
    principal: owner.principal,
  });
}
