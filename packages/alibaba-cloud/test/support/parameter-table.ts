import type { CredentialsConfig } from "../../src/index.js";

/** Every type of the guide. */
export type CredentialType = CredentialsConfig["type"];

/** A value of the right kind for every option that some type takes. */
export const samples: Readonly<Record<string, string | number | boolean>> = {
  accessKeyId: "LTAIid",
  accessKeySecret: "secret",
  securityToken: "token",
  roleArn: "acs:ram::1:role/x",
  roleSessionName: "me",
  roleSessionExpiration: 900,
  policy: "{}",
  externalId: "ext",
  stsEndpoint: "sts.example.com",
  stsRegionId: "cn-beijing",
  enableVpc: true,
  oidcProviderArn: "acs:ram::1:oidc-provider/x",
  oidcTokenFilePath: "/token",
  roleName: "app",
  disableIMDSv1: true,
  asyncCredentialUpdateEnabled: true,
  metadataEndpoint: "http://127.0.0.1:1",
  credentialsURI: "http://127.0.0.1:1/",
  allowInsecureHttp: true,
  bearerToken: "bearer",
  timeout: 1,
  connectTimeout: 1,
  proxy: "http://proxy:3128",
};

const keys = ["accessKeyId", "accessKeySecret"];
const http = ["timeout", "connectTimeout", "proxy"];
const sts = ["stsEndpoint", "stsRegionId", "enableVpc"];
const session = ["roleSessionName", "roleSessionExpiration", "policy"];

/** The guide's parameter table, with what section 1.1 adds: what each type must be given and what it may be given. */
export const parameterTable: Readonly<
  Record<CredentialType, { readonly required: readonly string[]; readonly optional: readonly string[] }>
> = {
  access_key: { required: keys, optional: [] },
  sts: { required: [...keys, "securityToken"], optional: [] },
  ram_role_arn: {
    required: [...keys, "roleArn"],
    optional: ["securityToken", ...session, "externalId", ...sts, ...http],
  },
  ecs_ram_role: {
    required: [],
    optional: ["roleName", "disableIMDSv1", "asyncCredentialUpdateEnabled", "metadataEndpoint", ...http],
  },
  oidc_role_arn: {
    required: ["roleArn", "oidcProviderArn", "oidcTokenFilePath"],
    optional: [...session, ...sts, ...http],
  },
  credentials_uri: { required: ["credentialsURI"], optional: ["allowInsecureHttp", ...http] },
  bearer: { required: ["bearerToken"], optional: [] },
};

/** A configuration of a type with exactly these options. */
export function configOf(type: string, options: readonly string[]): Record<string, unknown> {
  return { type, ...Object.fromEntries(options.map((option) => [option, samples[option]])) };
}
