import {
  errorWithSourcePrefix,
  isUnavailable,
  staticSource,
  unavailable,
  type AccessKeyCredentials,
  type CredentialsSource,
  type LoadContext,
  type Unavailable,
} from "@credport/core";
import { checkOptionNames, configInvalid, missingOption, textOption } from "../options/check-options.js";
import { assumeRole } from "../sts/assume-role.js";
import { roleOptionNames, roleRequests, type RoleOptions } from "../sts/role-options.js";
import { checkBase, loadBase, type BaseCredentials } from "./base.js";
import { environmentKey, explicitKey, type SessionKeyOptions } from "./key-pair.js";

const name = "ram_role_arn";

/** Options of {@link ramRoleArn}. Either a key or `base`; with neither, the key in the environment signs. */
export interface RamRoleArnOptions extends RoleOptions, SessionKeyOptions {
  /** Whose credentials sign the request, instead of a key. */
  readonly base?: BaseCredentials | undefined;
  /** The external id that the role's trust policy asks for. */
  readonly externalId?: string | undefined;
}

const optionNames = {
  accessKeyId: true,
  accessKeySecret: true,
  securityToken: true,
  base: true,
  externalId: true,
  ...roleOptionNames,
} satisfies Record<keyof RamRoleArnOptions, true>;

/**
 * A RAM role, assumed with an access key or with the credentials of any other source (type and provider name `ram_role_arn`).
 * Throws `CONFIG_INVALID` for options that cannot work; role ARN and session name may come from the environment at each load.
 */
export function ramRoleArn(options: RamRoleArnOptions = {}): CredentialsSource {
  checkOptionNames(name, options, optionNames);
  const key = explicitKey(options, "optional");
  const base = baseOf(options.base, key);
  const isPassed = key !== undefined || options.base !== undefined;
  const externalId = textOption("externalId", options.externalId);
  const requests = roleRequests(options);
  return {
    name,
    async load(context) {
      const { host } = context;
      // A key is at hand and the first to be missed; another base may have to ask for its credentials.
      const key = options.base === undefined ? await loadSigner(base, context) : undefined;
      if (isUnavailable(key)) return key;
      const roleArn = requests.roleArn(host);
      if (roleArn === undefined) return missingOption(host, { roleArn }, isPassed);
      const request = requests.complete(host, roleArn);
      const signer = key ?? (await loadSigner(base, context));
      return isUnavailable(signer) ? signer : assumeRole(context, signer, { ...request, externalId });
    },
  };
}

function baseOf(base: BaseCredentials | undefined, key: AccessKeyCredentials | undefined): BaseCredentials {
  if (base === undefined) {
    return key === undefined
      ? { name: "static_ak", load: async ({ host }) => environmentKey(host, "optional") }
      : staticSource(key);
  }
  if (key !== undefined) throw configInvalid("base", "cannot be combined with an access key");
  checkBase(base);
  return base;
}

async function loadSigner(base: BaseCredentials, context: LoadContext): Promise<AccessKeyCredentials | Unavailable> {
  try {
    const signer = await loadBase(base, context);
    if (!isUnavailable(signer)) return signer;
    const cause = errorWithSourcePrefix(name, signer.cause, base.name);
    return unavailable(`nothing to sign with: ${signer.reason}`, { cause });
  } catch (error) {
    throw errorWithSourcePrefix(name, error, base.name);
  }
}
