import type { Role, SessionCredentials } from "../accounts/identities.js";
import { ServiceFailure } from "../http/service-failure.js";
import { formatTime } from "../sessions/session-fields.js";
import { required, type Action, type ActionCall } from "./action.js";
import { invalidParameter } from "./gateway-failures.js";

const STS = { service: "sts", version: "2018-01-01" } as const;
const MIN_SECONDS = 900;
const MAX_SECONDS = 43_200;

/** Who vouches for a SAML assertion. */
export interface SamlAssertions {
  /** True for an assertion this account's provider has made. */
  accepts(providerTrn: string, assertion: string): boolean;
}

/** The actions of STS. */
export function stsActions(assertions: SamlAssertions): Readonly<Record<string, Action>> {
  return {
    AssumeRole: { ...STS, run: assumeRole },
    AssumeRoleWithOIDC: { ...STS, unsigned: true, run: assumeRoleWithOidc },
    AssumeRoleWithSAML: { ...STS, unsigned: true, run: (call) => assumeRoleWithSaml(call, assertions) },
    GetCallerIdentity: { ...STS, run: getCallerIdentity },
  };
}

function assumeRole(call: ActionCall): object {
  const role = findRole(call);
  const { caller } = call;
  if (role.trusts !== undefined && caller !== undefined && !role.trusts.includes(caller.owner.arn)) {
    throw new ServiceFailure(403, "AccessDenied", "The role does not trust the caller.");
  }
  return session(call, role, required(call, "RoleSessionName"));
}

async function assumeRoleWithOidc(call: ActionCall): Promise<object> {
  const role = findRole(call);
  const token = required(call, "OIDCToken");
  const { oidcProviders } = call.context;
  const claims = await oidcProviders.verify(oidcProviders.arnOf(token) ?? "", token, call.exchange.now());
  if (typeof claims === "string")
    throw new ServiceFailure(400, "InvalidOIDCToken", `The OIDC token is not accepted: ${claims}.`);
  return {
    ...session(call, role, required(call, "RoleSessionName")),
    OIDCTokenInfo: { Subject: claims.subject, Issuer: claims.issuer, ClientIds: claims.audience },
  };
}

function assumeRoleWithSaml(call: ActionCall, assertions: SamlAssertions): object {
  const role = findRole(call);
  if (!assertions.accepts(required(call, "SAMLProviderTrn"), required(call, "SAMLResp"))) {
    throw new ServiceFailure(400, "InvalidSAMLResponse", "The SAML assertion is not accepted.");
  }
  return session(call, role, "saml");
}

function getCallerIdentity({ caller, context }: ActionCall): object {
  const isRole = caller?.owner.kind === "role";
  return {
    AccountId: Number(context.accountId),
    Trn: isRole
      ? `trn:sts::${context.accountId}:assumed-role/${caller.owner.name}/${caller.sessionName ?? ""}`
      : `trn:iam::${context.accountId}:user/${caller?.owner.name ?? ""}`,
    IdentityId: caller?.owner.id ?? "",
    IdentityType: isRole ? "AssumedRole" : "User",
  };
}

/** The role that `RoleTrn` names. */
function findRole(call: ActionCall): Role {
  const [, account, name] = /^trn:iam::(\w+):role\/(\S+)$/.exec(required(call, "RoleTrn")) ?? [];
  if (account === undefined || name === undefined) throw invalidParameter("RoleTrn");
  const role = call.context.accounts.findRole(`acs:ram::${account}:role/${name}`);
  if (role === undefined) throw new ServiceFailure(404, "RoleNotExist", "The role does not exist.");
  return role;
}

function session(call: ActionCall, role: Role, sessionName: string): object {
  const { context, exchange, parameters } = call;
  const durationSeconds = Number(parameters.get("DurationSeconds") ?? 3_600);
  const longest = Math.min(role.maxSessionSeconds, MAX_SECONDS);
  if (!(durationSeconds >= MIN_SECONDS && durationSeconds <= longest)) throw invalidParameter("DurationSeconds");
  const credentials = context.accounts.issueSession({ of: role, sessionName, durationSeconds, keyIdPrefix: "AKTP" });
  return {
    Credentials: wireSession(credentials, exchange.now()),
    AssumedRoleUser: {
      Trn: `trn:sts::${context.accountId}:assumed-role/${role.name}/${sessionName}`,
      AssumedRoleId: `${context.accountId}:${sessionName}`,
    },
  };
}

/** A session under BytePlus's names. */
export function wireSession(credentials: SessionCredentials, now: number): object {
  return {
    CurrentTime: formatTime(new Date(now)),
    ExpiredTime: formatTime(credentials.expiration),
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.accessKeySecret,
    SessionToken: credentials.securityToken,
  };
}
