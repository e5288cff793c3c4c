import type { ApiCall } from "../alibaba/api-service.js";
import { ServiceFailure } from "../http/service-failure.js";
import type { OidcRejection } from "../identity-providers/oidc-providers.js";
import type { XmlFields } from "../xml/write-xml.js";
import { findRole, issueRoleSession } from "./assume-role.js";

/** `AssumeRoleWithOIDC`: no signature; the token of a trusted provider speaks for the caller. */
export async function assumeRoleWithOidc(call: ApiCall): Promise<XmlFields> {
  const role = findRole(call);
  const providerArn = call.required("OIDCProviderArn");
  const claims = await call.context.oidcProviders.verify(providerArn, call.required("OIDCToken"), call.now);
  if (typeof claims === "string") throw failure(claims);
  if (role.trusts !== undefined && !role.trusts.includes(providerArn)) {
    throw new ServiceFailure(403, "NoPermission", "The role does not trust this identity provider.");
  }
  return {
    ...issueRoleSession(call, role, role.maxSessionSeconds),
    OIDCTokenInfo: { Subject: claims.subject, Issuer: claims.issuer, ClientIds: claims.audience },
  };
}

function failure(rejection: OidcRejection): ServiceFailure {
  switch (rejection) {
    case "unknown-provider":
      return new ServiceFailure(404, "EntityNotExist.OIDCProvider", "The OIDC provider does not exist.");
    case "expired":
      return new ServiceFailure(400, "AuthenticationFail.OIDCToken.Expired", "The OIDC token has expired.");
    case "invalid":
      return new ServiceFailure(400, "AuthenticationFail.OIDCToken.Invalid", "The OIDC token is not valid.");
  }
}
