import type { BaseCredentials } from "./sources/base.js";
import type { BearerOptions } from "./sources/bearer.js";
import type { CredentialsUriOptions } from "./sources/credentials-uri.js";
import type { EcsRamRoleOptions } from "./sources/ecs-ram-role.js";
import type { OidcRoleArnOptions } from "./sources/oidc-role-arn.js";
import type { RamRoleArnOptions } from "./sources/ram-role-arn.js";

/** Every option that some type takes. */
type OptionName =
  | keyof BearerOptions
  | keyof CredentialsUriOptions
  | keyof EcsRamRoleOptions
  | keyof OidcRoleArnOptions
  | keyof RamRoleArnOptions;

/** Options that the official tool knows and ignores. */
interface InertOptions {
  readonly durationSeconds?: number | undefined;
  readonly enableIMDSv2?: boolean | undefined;
  readonly metadataTokenDuration?: number | undefined;
  readonly inAdvanceScale?: number | undefined;
}

/**
 * One type's row of the official guide's parameter table. What it requires must be written down, though its value may be
 * `undefined`, as a variable of the environment may be; what it does not support must be absent.
 */
type Row<Type extends string, Options, Required extends keyof Options = never> = InertOptions &
  Omit<Options, Required> & { readonly type: Type } & {
    readonly [Name in Extract<Required, string>]: Options[Name];
  } & {
    readonly [Name in Exclude<OptionName, keyof Options>]?: undefined;
  };

type Keys = Pick<RamRoleArnOptions, "accessKeyId" | "accessKeySecret">;
type SessionKeys = Keys & Pick<RamRoleArnOptions, "securityToken">;
type RoleWithKeys = Omit<RamRoleArnOptions, "base">;
type RoleWithBase = Omit<RamRoleArnOptions, keyof SessionKeys | "base"> & { readonly base: BaseCredentials };

/** The configurations that give an access key, by `type`: what each type needs, may have and does not take. */
export type AccessKeyConfig =
  | Row<"access_key", Keys, keyof Keys>
  | Row<"sts", SessionKeys, keyof SessionKeys>
  | Row<"ram_role_arn", RoleWithKeys, keyof Keys | "roleArn">
  | Row<"ram_role_arn", RoleWithBase, "base" | "roleArn">
  | Row<"ecs_ram_role", EcsRamRoleOptions>
  | Row<"oidc_role_arn", OidcRoleArnOptions, "roleArn" | "oidcProviderArn" | "oidcTokenFilePath">
  | Row<"credentials_uri", CredentialsUriOptions, "credentialsURI">;

/** The configuration that gives a bearer token. */
export type BearerConfig = Row<"bearer", BearerOptions, "bearerToken">;

/** Every configuration of `createCredentials`. */
export type CredentialsConfig = AccessKeyConfig | BearerConfig;
