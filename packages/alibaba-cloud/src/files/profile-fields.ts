import type { Host } from "@credport/core";
import { optionVariables } from "../options/environment-variables.js";
import type { SessionKeyOptions, TokenRule } from "../sources/key-pair.js";
import type { RoleOptions } from "../sts/role-options.js";
import { limitsOf, type ProfileDefaults } from "./profile-defaults.js";
import type { Profile } from "./profile.js";

/**
 * The access key of a profile. Where it has no part of one, the pair in the environment stands in (not for a session that
 * must have a token); half a key is `PROFILE_INVALID`, never completed from elsewhere.
 */
export function profileKeys(
  profile: Profile,
  host: Host,
  token: TokenRule,
  keys = { token: "sts_token", allowEnvironment: true },
): SessionKeyOptions {
  const securityToken = token === "ignored" ? undefined : profile.text(keys.token);
  const isEmpty =
    profile.text("access_key_id") === undefined &&
    profile.text("access_key_secret") === undefined &&
    securityToken === undefined;
  if (isEmpty && token !== "required" && keys.allowEnvironment) return environmentKeys(profile, host, token);
  return {
    accessKeyId: profile.required("access_key_id"),
    accessKeySecret: profile.required("access_key_secret"),
    securityToken: token === "required" ? profile.required(keys.token) : securityToken,
  };
}

function environmentKeys(profile: Profile, host: Host, token: TokenRule): SessionKeyOptions {
  const standIn = (key: string, option: keyof SessionKeyOptions): string => {
    const variable = optionVariables[option] ?? "";
    return profile.required(key, host.env(variable), variable);
  };
  return {
    accessKeyId: standIn("access_key_id", "accessKeyId"),
    accessKeySecret: standIn("access_key_secret", "accessKeySecret"),
    securityToken: token === "ignored" ? undefined : host.env("ALIBABA_CLOUD_SECURITY_TOKEN"),
  };
}

/** How a file calls the fields of a role that have different names in different files. */
export interface RoleKeys {
  readonly sessionName: string;
  readonly duration: string;
}

/** What both kinds of files say alike about assuming a role. */
export function roleFields(profile: Profile, roleArn: string, keys: RoleKeys, defaults: ProfileDefaults): RoleOptions {
  return {
    roleArn,
    roleSessionName: profile.text(keys.sessionName),
    roleSessionExpiration: profile.duration(keys.duration),
    policy: profile.text("policy"),
    stsEndpoint: profile.text("sts_endpoint") ?? defaults.stsEndpoint,
    stsRegionId: profile.text("sts_region") ?? defaults.stsRegionId,
    enableVpc: profile.flag("enable_vpc") || defaults.enableVpc,
    ...limitsOf(defaults),
  };
}
