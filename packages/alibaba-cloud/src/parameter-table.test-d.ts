import type { CredentialsConfig } from "./credentials-config.js";

// The guide's parameter table, as the compiler holds callers to it: for each type exactly these options, and of them exactly
// these to be written down.

type Row<Type> = Extract<CredentialsConfig, { readonly type: Type }>;
/** The options that may have a value. */
type Taken<Config> = Config extends unknown
  ? { [Name in keyof Config]-?: Exclude<Config[Name], undefined> extends never ? never : Name }[keyof Config]
  : never;
/** The options that must be written down. */
type Required<Config> = Config extends unknown
  ? { [Name in keyof Config]-?: object extends Pick<Config, Name> ? never : Name }[keyof Config]
  : never;
type Same<One, Other> = [One, Other] extends [Other, One] ? true : false;

type Inert = "type" | "durationSeconds" | "enableIMDSv2" | "metadataTokenDuration" | "inAdvanceScale";
type Http = "timeout" | "connectTimeout" | "proxy";
type Keys = "accessKeyId" | "accessKeySecret";
type Role =
  | "roleArn"
  | "roleSessionName"
  | "roleSessionExpiration"
  | "policy"
  | "stsEndpoint"
  | "stsRegionId"
  | "enableVpc"
  | Http;

export const taken: readonly true[] = [
  holds<Same<Taken<Row<"access_key">>, Inert | Keys>>(true),
  holds<Same<Taken<Row<"sts">>, Inert | Keys | "securityToken">>(true),
  holds<Same<Taken<Row<"ram_role_arn">>, Inert | Keys | "securityToken" | "base" | "externalId" | Role>>(true),
  holds<
    Same<
      Taken<Row<"ecs_ram_role">>,
      Inert | "roleName" | "disableIMDSv1" | "asyncCredentialUpdateEnabled" | "metadataEndpoint" | Http
    >
  >(true),
  holds<Same<Taken<Row<"oidc_role_arn">>, Inert | "oidcProviderArn" | "oidcTokenFilePath" | Role>>(true),
  holds<Same<Taken<Row<"credentials_uri">>, Inert | "credentialsURI" | "allowInsecureHttp" | Http>>(true),
  holds<Same<Taken<Row<"bearer">>, Inert | "bearerToken">>(true),
];

export const required: readonly true[] = [
  holds<Same<Required<Row<"access_key">>, "type" | Keys>>(true),
  holds<Same<Required<Row<"sts">>, "type" | Keys | "securityToken">>(true),
  holds<Same<Required<Row<"ram_role_arn">>, "type" | Keys | "base" | "roleArn">>(true),
  holds<Same<Required<Row<"ecs_ram_role">>, "type">>(true),
  holds<Same<Required<Row<"oidc_role_arn">>, "type" | "roleArn" | "oidcProviderArn" | "oidcTokenFilePath">>(true),
  holds<Same<Required<Row<"credentials_uri">>, "type" | "credentialsURI">>(true),
  holds<Same<Required<Row<"bearer">>, "type" | "bearerToken">>(true),
];

export const types: true =
  holds<
    Same<
      CredentialsConfig["type"],
      "access_key" | "sts" | "ram_role_arn" | "ecs_ram_role" | "oidc_role_arn" | "credentials_uri" | "bearer"
    >
  >(true);

function holds<Condition extends boolean>(condition: Condition): Condition {
  return condition;
}
