import type { BearerCredentials, CredentialsProvider, CredentialsSource } from "@credport/core";
import { createProvider, type NodeProviderOptions } from "@credport/node";
import { configInvalid } from "./options/check-options.js";
import type { AccessKeyConfig, BearerConfig, CredentialsConfig } from "./credentials-config.js";
import { accessKey } from "./sources/access-key.js";
import { bearer } from "./sources/bearer.js";
import { credentialsUri } from "./sources/credentials-uri.js";
import { defaultChain } from "./sources/default-chain.js";
import { ecsRamRole } from "./sources/ecs-ram-role.js";
import { oidcRoleArn } from "./sources/oidc-role-arn.js";
import { ramRoleArn } from "./sources/ram-role-arn.js";
import { sts } from "./sources/sts.js";

/**
 * The official tool's one entry: credentials of a type, cached and refreshed, on the real host or the one in `provider.host`.
 * Without a config it is the default chain. Throws `CONFIG_INVALID` naming the type or option that cannot work.
 */
export function createCredentials(
  config: BearerConfig,
  provider?: NodeProviderOptions,
): CredentialsProvider<BearerCredentials>;
export function createCredentials(config?: AccessKeyConfig | null, provider?: NodeProviderOptions): CredentialsProvider;
export function createCredentials(
  config: CredentialsConfig,
  provider?: NodeProviderOptions,
): CredentialsProvider | CredentialsProvider<BearerCredentials>;
export function createCredentials(
  config?: CredentialsConfig | null,
  provider: NodeProviderOptions = {},
): CredentialsProvider | CredentialsProvider<BearerCredentials> {
  if (config?.type === "bearer") {
    const { type: _type, ...options } = config;
    return createProvider<BearerCredentials>(bearer(options), provider);
  }
  return createProvider(accessKeySource(config), provider);
}

function accessKeySource(config: AccessKeyConfig | null | undefined): CredentialsSource {
  if (config === undefined || config === null) return defaultChain();
  if (typeof config !== "object") throw configInvalid("config", "must be an object");
  // Callers without types may pass any type at all.
  const { type, ...options }: { type: string } = config;
  const factory = Object.hasOwn(factories, type) ? factories[type] : undefined;
  if (factory !== undefined) return factory(options);
  const supported = [...Object.keys(factories), "bearer"].join(", ");
  const problem =
    type === "rsa_key_pair"
      ? "rsa_key_pair is not supported"
      : type === undefined
        ? "is missing"
        : "is not one that exists";
  throw configInvalid("type", `${problem}; use one of ${supported}`);
}

const factories: Readonly<Record<string, (options: object) => CredentialsSource>> = {
  access_key: accessKey,
  sts,
  ram_role_arn: ramRoleArn,
  ecs_ram_role: ecsRamRole,
  oidc_role_arn: oidcRoleArn,
  credentials_uri: credentialsUri,
};
