import { CredentialsError, type Host } from "@credport/core";
import { oauthSite, type OAuthSite } from "../oauth/oauth-site.js";
import type { CloudSsoOptions } from "../sources/cloud-sso.js";
import type { OidcRoleArnOptions } from "../sources/oidc-role-arn.js";
import type { RamRoleArnOptions } from "../sources/ram-role-arn.js";
import { endpointUrl } from "../sts/sts-endpoint.js";
import type { RoleOptions } from "../sts/role-options.js";
import type { ConfigFile } from "./parse-config-file.js";
import type { KeyNames, ProfileRecipe, ResolvedProfile } from "./profile-recipe.js";
import { Profile, profileNotFound } from "./profile.js";
import { limitsOf, type ProfileDefaults } from "./profile-defaults.js";
import { profileKeys, roleFields } from "./profile-fields.js";

/** Options that only config.json profiles know. */
export interface CliProfileDefaults extends ProfileDefaults {
  readonly oauthEndpoint?: string | undefined;
  readonly writeBackExternal?: boolean | undefined;
}

/** What resolving the profiles of one config.json needs. */
export interface CliProfileContext {
  readonly file: ConfigFile;
  readonly host: Host;
  readonly defaults: CliProfileDefaults;
}

/** The options that a config.json gives values for, by the file's own keys. */
export const configKeyNames: KeyNames = {
  stsEndpoint: "sts_endpoint",
  stsRegionId: "sts_region",
  credentialsURI: "credentials_uri",
  signInUrl: "cloud_sso_sign_in_url",
  accessTokenExpire: "cloud_sso_access_token_expire",
};

/** The profile of that name and what it asks for, with the profiles it builds on. No other profile is looked at. */
export function resolveCliProfile(
  name: string,
  context: CliProfileContext,
  trail: readonly string[] = [],
): ResolvedProfile {
  const { file } = context;
  if (trail.includes(name)) throw loop([...trail.slice(trail.indexOf(name)), name], file.path);
  const fields = file.profiles.get(name);
  if (fields === undefined) throw profileNotFound(name, file.path, trail.at(-1));
  const profile = new Profile(file.path, name, fields);
  return { profile, recipe: cliRecipe(profile, context, [...trail, name]) };
}

/** What a profile asks for, every mode of "alibaba-credentials" section 3.4. */
function cliRecipe(profile: Profile, context: CliProfileContext, trail: readonly string[]): ProfileRecipe {
  const { host, defaults } = context;
  const { name: profileName, path } = profile;
  const limits = limitsOf(defaults);
  switch (profile.text("mode")?.toLowerCase()) {
    case "ak":
      return { type: "access_key", options: profileKeys(profile, host, "ignored") };
    case "ststoken":
      return { type: "sts", options: profileKeys(profile, host, "required") };
    case "ramrolearn":
      return {
        type: "ram_role_arn",
        options: { ...role(profile, context), ...profileKeys(profile, host, "optional") },
      };
    case "ecsramrole":
      return ecsRole(profile, defaults);
    case "ramrolearnwithrolename": {
      const base = { profile, recipe: ecsRole(profile, defaults) };
      return { type: "ram_role_arn", options: role(profile, context), base };
    }
    case "chainableramrolearn": {
      const base = resolveCliProfile(profile.required("source_profile"), context, trail);
      return { type: "ram_role_arn", options: role(profile, context), base };
    }
    case "oidc":
      return { type: "oidc_role_arn", options: oidc(profile, context) };
    case "credentialsuri":
      return { type: "credentials_uri", options: { credentialsURI: profile.required("credentials_uri"), ...limits } };
    case "cloudsso":
      return { type: "cloud_sso", options: { ...cloudSsoFields(profile), ...limits } };
    case "oauth":
      return { type: "oauth", options: { site: site(profile, defaults), limits, path, profileName } };
    case "external": {
      const writeBack = defaults.writeBackExternal === true;
      return { type: "external", options: { processCommand: command(profile), writeBack, path, profileName } };
    }
    case "bearertoken":
      throw profile.invalid("mode BearerToken gives no access key; pass the token to bearer() instead");
    default:
      throw profile.unsupported("mode");
  }
}

/** The command line. An empty one is left to the splitter to refuse. */
function command(profile: Profile): string {
  return profile.required("process_command", profile.has("process_command") ? "" : undefined);
}

function ecsRole(profile: Profile, defaults: CliProfileDefaults): ProfileRecipe {
  const { metadataEndpoint } = defaults;
  return {
    type: "ecs_ram_role",
    options: { roleName: profile.text("ram_role_name"), metadataEndpoint, ...limitsOf(defaults) },
  };
}

function role(profile: Profile, { host, defaults }: CliProfileContext): Omit<RamRoleArnOptions, "base"> {
  return { ...commonRole(profile, host, defaults), externalId: profile.text("external_id") };
}

function oidc(profile: Profile, { host, defaults }: CliProfileContext): OidcRoleArnOptions {
  const required = (key: string, variable: string): string => profile.required(key, host.env(variable), variable);
  const common = commonRole(profile, host, defaults);
  return {
    ...common,
    roleSessionExpiration: common.roleSessionExpiration ?? profile.duration("duration_seconds"),
    oidcProviderArn: required("oidc_provider_arn", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN"),
    oidcTokenFilePath: required("oidc_token_file", "ALIBABA_CLOUD_OIDC_TOKEN_FILE"),
  };
}

function commonRole(profile: Profile, host: Host, defaults: CliProfileDefaults): RoleOptions {
  const variable = "ALIBABA_CLOUD_ROLE_ARN";
  const roleArn = profile.required("ram_role_arn", host.env(variable), variable);
  return roleFields(profile, roleArn, { sessionName: "ram_session_name", duration: "expired_seconds" }, defaults);
}

function cloudSsoFields(profile: Profile): CloudSsoOptions {
  return {
    signInUrl: profile.required("cloud_sso_sign_in_url"),
    accountId: profile.required("cloud_sso_account_id"),
    accessConfig: profile.required("cloud_sso_access_config"),
    accessToken: profile.text("access_token"),
    accessTokenExpire: profile.count("cloud_sso_access_token_expire"),
  };
}

function site(profile: Profile, { oauthEndpoint }: CliProfileDefaults): OAuthSite {
  const known = oauthSite(profile.text("oauth_site_type") ?? "");
  if (known === undefined) throw profile.invalid("oauth_site_type must be CN, INTL or EN");
  return {
    clientId: known.clientId,
    endpoint: oauthEndpoint === undefined ? known.endpoint : endpointUrl("oauthEndpoint", oauthEndpoint),
  };
}

function loop(cycle: readonly string[], path: string): CredentialsError {
  return new CredentialsError({
    code: "PROFILE_LOOP",
    message: `Profiles in ${path} name each other as source_profile: ${cycle.join(" -> ")}`,
  });
}
