import type { Identity, Role } from "../accounts/identities.js";
import { invalidParameter } from "../alibaba/api-failures.js";
import type { ApiCall } from "../alibaba/api-service.js";
import { ServiceFailure } from "../http/service-failure.js";
import { sessionFields } from "../sessions/session-fields.js";
import type { XmlFields } from "../xml/write-xml.js";

/** The shortest session, in seconds. */
const MIN_SESSION_SECONDS = 900;
/** The longest session that another role's session may get, in seconds. */
const MAX_CHAINED_SECONDS = 3600;
/** The longest policy, in characters. */
const MAX_POLICY_LENGTH = 2048;

/** `AssumeRole`: checks the parameters and the role's trust, and issues a session. */
export function assumeRole(call: ApiCall & { readonly caller: Identity }): XmlFields {
  const role = findRole(call);
  const { caller } = call;
  if (role.trusts !== undefined && ![caller.arn, caller.owner.arn].some((arn) => role.trusts?.includes(arn))) {
    throw new ServiceFailure(
      403,
      "NoPermission",
      "You are not authorized to do this action. You should be authorized by RAM.",
    );
  }
  const longest = caller.owner.kind === "role" ? MAX_CHAINED_SECONDS : role.maxSessionSeconds;
  return issueRoleSession(call, role, Math.min(longest, role.maxSessionSeconds));
}

/** The role that `RoleArn` names. Throws the failures STS has for a malformed or unknown one. */
export function findRole({ context, required }: ApiCall): Role {
  const arn = required("RoleArn");
  if (!/^acs:ram::[^:/]+:role\/\S+$/i.test(arn))
    throw invalidParameter("RoleArn", "The parameter RoleArn is wrongly formed.");
  const role = context.accounts.findRole(arn);
  if (role === undefined) throw new ServiceFailure(404, "EntityNotExist.Role", "The specified Role not exists .");
  return role;
}

/** Checks session name, duration and policy, and issues a session of the role: the answer of every AssumeRole operation. */
export function issueRoleSession(call: ApiCall, role: Role, maxSeconds: number): XmlFields {
  const sessionName = readSessionName(call);
  const durationSeconds = readDuration(call, maxSeconds);
  checkPolicy(call.parameters.get("Policy"));
  const credentials = call.context.accounts.issueSession({ of: role, sessionName, durationSeconds });
  return {
    AssumedRoleUser: {
      Arn: `acs:ram::${call.context.accountId}:assumed-role/${role.name}/${sessionName}`,
      AssumedRoleId: `${role.id}:${sessionName}`,
    },
    Credentials: { ...sessionFields(credentials) },
  };
}

function readSessionName({ required }: ApiCall): string {
  const name = required("RoleSessionName");
  if (/^[\w.@-]{2,64}$/.test(name)) return name;
  throw invalidParameter("RoleSessionName", "The parameter RoleSessionName is wrongly formed.");
}

function readDuration({ parameters }: ApiCall, longest: number): number {
  const text = parameters.get("DurationSeconds");
  const seconds = text === undefined || text === "" ? Math.min(3600, longest) : Number(text);
  if (Number.isInteger(seconds) && seconds >= MIN_SESSION_SECONDS && seconds <= longest) return seconds;
  const range = `The Min/Max value of DurationSeconds is ${MIN_SESSION_SECONDS}s/${longest}s.`;
  throw invalidParameter("DurationSeconds", range);
}

function checkPolicy(policy: string | undefined): void {
  if (policy === undefined || policy === "") return;
  if (policy.length > MAX_POLICY_LENGTH) {
    throw invalidParameter("PolicySize", `The size of Policy must be smaller than ${MAX_POLICY_LENGTH} bytes.`);
  }
  try {
    const parsed: unknown = JSON.parse(policy);
    if (typeof parsed === "object" && parsed !== null && "Version" in parsed && "Statement" in parsed) return;
  } catch {
    // Not JSON: the failure below says so.
  }
  throw invalidParameter("PolicyGrammar", "The parameter Policy has not passed grammar check.");
}
