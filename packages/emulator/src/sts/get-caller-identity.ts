import type { Identity } from "../accounts/identities.js";
import type { ApiCall } from "../alibaba/api-service.js";
import type { XmlFields } from "../xml/write-xml.js";

/** `GetCallerIdentity`: who signed the call. */
export function getCallerIdentity({ caller, context }: ApiCall & { readonly caller: Identity }): XmlFields {
  const { owner, sessionName, arn } = caller;
  const common = { AccountId: context.accountId, Arn: arn };
  if (owner.kind === "user") return { IdentityType: "RAMUser", ...common, PrincipalId: owner.id, UserId: owner.id };
  return {
    IdentityType: "AssumedRoleUser",
    ...common,
    PrincipalId: `${owner.id}:${sessionName ?? ""}`,
    RoleId: owner.id,
  };
}
