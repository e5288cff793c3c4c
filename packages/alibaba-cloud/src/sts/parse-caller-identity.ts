import { incomplete, textMember } from "../http/parse-answer.js";

/** Who calls, as STS sees it. */
export interface CallerIdentity {
  /** `Account`, `RAMUser` or `AssumedRoleUser`. */
  readonly identityType: string;
  readonly accountId: string;
  readonly arn: string;
  readonly principalId: string;
  /** Of an account or a RAM user. */
  readonly userId?: string;
  /** Of an assumed role. */
  readonly roleId?: string;
  readonly requestId?: string;
}

/** Reads the answer of GetCallerIdentity ("alibaba-credentials" section 12.3). */
export function parseCallerIdentity(body: unknown): CallerIdentity {
  const field = (name: string): string => {
    const value = textMember(body, name);
    if (value === undefined) throw incomplete("STS GetCallerIdentity", `without ${name}`);
    return value;
  };
  const userId = textMember(body, "UserId");
  const roleId = textMember(body, "RoleId");
  const requestId = textMember(body, "RequestId");
  return {
    identityType: field("IdentityType"),
    accountId: field("AccountId"),
    arn: field("Arn"),
    principalId: field("PrincipalId"),
    ...(userId === undefined ? {} : { userId }),
    ...(roleId === undefined ? {} : { roleId }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}
