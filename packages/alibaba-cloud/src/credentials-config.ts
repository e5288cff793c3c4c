import type { BearerOptions } from "./sources/bearer.js";
import type { BaseCredentials } from "./sources/base.js";
import type { CredentialsUriOptions } from "./sources/credentials-uri.js";
import type { EcsRamRoleOptions } from "./sources/ecs-ram-role.js";
import type { OidcRoleArnOptions } from "./sources/oidc-role-arn.js";
import type { RamRoleArnOptions } from "./sources/ram-role-arn.js";

/**
 * An option of the official guide's parameter table that must be written down. Its value may be `undefined`, as a variable of
 * the environment may be; then the environment is read at each load.
 */
type Written<Options, Names extends keyof Options> = Omit<Options, Names> & {
  readonly [Name in Names]: Options[Name];
};

/** Options that the official tool knows and ignores. */
interface InertOptions {
  readonly durationSeconds?: number | undefined;
  readonly enableIMDSv2?: boolean | undefined;
  readonly metadataTokenDuration?: number | undefined;
}

interface KeyPair {
  readonly accessKeyId: string | undefined;
  readonly accessKeySecret: string | undefined;
}

/** Either an access key signs the role request, or another source or provider. */
type RoleSigner =
  | (KeyPair & { readonly securityToken?: string | undefined; readonly base?: undefined })
  | {
      readonly base: BaseCredentials;
      readonly accessKeyId?: undefined;
      readonly accessKeySecret?: undefined;
      readonly securityToken?: undefined;
    };

type RoleSignerName = "accessKeyId" | "accessKeySecret" | "securityToken" | "base";

/** The configurations that give an access key, by `type`: what each type needs, may have and does not take. */
export type AccessKeyConfig = InertOptions &
  (
    | ({ readonly type: "access_key" } & KeyPair)
    | ({ readonly type: "sts"; readonly securityToken: string | undefined } & KeyPair)
    | ({ readonly type: "ram_role_arn" } & Written<Omit<RamRoleArnOptions, RoleSignerName>, "roleArn"> & RoleSigner)
    | ({ readonly type: "ecs_ram_role" } & EcsRamRoleOptions)
    | ({ readonly type: "oidc_role_arn" } & Written<
        OidcRoleArnOptions,
        "roleArn" | "oidcProviderArn" | "oidcTokenFilePath"
      >)
    | ({ readonly type: "credentials_uri" } & Written<CredentialsUriOptions, "credentialsURI">)
  );

/** Every configuration of `createCredentials`. */
export type CredentialsConfig = AccessKeyConfig | ({ readonly type: "bearer" } & BearerOptions);
