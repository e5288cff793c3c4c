import type { Host } from "@credport/core";
import type { RoleOptions } from "../sts/role-options.js";
import { limitsOf, type ProfileDefaults } from "./profile-defaults.js";
import { profileKeys, roleFields } from "./profile-fields.js";
import type { KeyNames, ProfileRecipe } from "./profile-recipe.js";
import type { Profile } from "./profile.js";

/** The options that an ini file gives values for, by the file's own keys. */
export const iniKeyNames: KeyNames = { stsEndpoint: "sts_endpoint", stsRegionId: "sts_region" };

/** What a section of the ini file asks for, every type of "alibaba-credentials" section 3.3. */
export function resolveIniProfile(profile: Profile, host: Host, defaults: ProfileDefaults): ProfileRecipe {
  const keys = { token: "security_token", allowEnvironment: false };
  const limits = limitsOf(defaults);
  switch (profile.text("type")) {
    case "access_key":
      return { type: "access_key", options: profileKeys(profile, host, "ignored", keys) };
    case "sts":
      return { type: "sts", options: profileKeys(profile, host, "required", keys) };
    case "ecs_ram_role": {
      const { metadataEndpoint } = defaults;
      return { type: "ecs_ram_role", options: { roleName: profile.text("role_name"), metadataEndpoint, ...limits } };
    }
    case "ram_role_arn":
      return {
        type: "ram_role_arn",
        options: {
          ...role(profile, defaults),
          ...profileKeys(profile, host, "optional", keys),
          externalId: profile.text("external_id"),
        },
      };
    case "oidc_role_arn":
      return {
        type: "oidc_role_arn",
        options: {
          ...role(profile, defaults),
          oidcProviderArn: profile.required("oidc_provider_arn"),
          oidcTokenFilePath: profile.required("oidc_token_file_path"),
        },
      };
    default:
      throw profile.unsupported("type");
  }
}

function role(profile: Profile, defaults: ProfileDefaults): RoleOptions {
  const keys = { sessionName: "role_session_name", duration: "role_session_expiration" };
  return roleFields(profile, profile.required("role_arn"), keys, defaults);
}
