import { isCredentialsError, type CredentialsSource } from "@credport/core";
import { accessKey } from "../sources/access-key.js";
import { cloudSso, type CloudSsoOptions } from "../sources/cloud-sso.js";
import { credentialsUri, type CredentialsUriOptions } from "../sources/credentials-uri.js";
import { ecsRamRole, type EcsRamRoleOptions } from "../sources/ecs-ram-role.js";
import type { SessionKeyOptions } from "../sources/key-pair.js";
import { oidcRoleArn, type OidcRoleArnOptions } from "../sources/oidc-role-arn.js";
import { ramRoleArn, type RamRoleArnOptions } from "../sources/ram-role-arn.js";
import { sts } from "../sources/sts.js";
import { fileExternal, fileOAuth, type FileExternalOptions, type FileOAuthOptions } from "./file-sources.js";
import type { Profile } from "./profile.js";

/** What a profile asks for: plain data, so that two readings of a file can be compared. */
export type ProfileRecipe =
  | { readonly type: "access_key" | "sts"; readonly options: SessionKeyOptions }
  | {
      readonly type: "ram_role_arn";
      readonly options: Omit<RamRoleArnOptions, "base">;
      readonly base?: ResolvedProfile;
    }
  | { readonly type: "ecs_ram_role"; readonly options: EcsRamRoleOptions }
  | { readonly type: "oidc_role_arn"; readonly options: OidcRoleArnOptions }
  | { readonly type: "credentials_uri"; readonly options: CredentialsUriOptions }
  | { readonly type: "cloud_sso"; readonly options: CloudSsoOptions }
  | { readonly type: "oauth"; readonly options: FileOAuthOptions }
  | { readonly type: "external"; readonly options: FileExternalOptions };

/** A profile and what it asks for. */
export interface ResolvedProfile {
  readonly profile: Profile;
  readonly recipe: ProfileRecipe;
}

/** How a file's keys are called as options, for errors about a value. */
export type KeyNames = Readonly<Record<string, string>>;

/**
 * Gives the source for a profile, the same one as long as what it asks for does not change: it keeps what it has learnt, such
 * as a metadata token. A value that cannot work is `PROFILE_INVALID` and names its profile and the file's own key.
 */
export function profileSources(keyNames: KeyNames): (resolved: ResolvedProfile) => CredentialsSource {
  let current: { readonly key: string; readonly source: CredentialsSource } | undefined;
  return (resolved) => {
    const key = JSON.stringify(resolved.recipe);
    if (current?.key !== key) current = { key, source: checked(resolved, keyNames) };
    return current.source;
  };
}

function checked({ profile, recipe }: ResolvedProfile, keyNames: KeyNames): CredentialsSource {
  const base = recipe.type === "ram_role_arn" && recipe.base !== undefined ? checked(recipe.base, keyNames) : undefined;
  try {
    return build(recipe, base);
  } catch (error) {
    if (!isCredentialsError(error)) throw error;
    const [option = "", ...problem] = error.message.split(" ");
    throw profile.invalid([keyNames[option] ?? option, ...problem].join(" "), error);
  }
}

function build(recipe: ProfileRecipe, base: CredentialsSource | undefined): CredentialsSource {
  switch (recipe.type) {
    case "access_key":
      return accessKey(recipe.options);
    case "sts":
      return sts(recipe.options);
    case "ram_role_arn":
      return ramRoleArn({ ...recipe.options, base });
    case "ecs_ram_role":
      return ecsRamRole(recipe.options);
    case "oidc_role_arn":
      return oidcRoleArn(recipe.options);
    case "credentials_uri":
      return credentialsUri(recipe.options);
    case "cloud_sso":
      return cloudSso(recipe.options);
    case "oauth":
      return fileOAuth(recipe.options);
    case "external":
      return fileExternal(recipe.options);
  }
}
