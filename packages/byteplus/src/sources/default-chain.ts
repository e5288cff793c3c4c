import {
  chain,
  CredentialsError,
  isCredentialsError,
  isUnavailable,
  unavailable,
  type ChainOptions,
  type CredentialsSource,
  type LoadContext,
} from "@credport/core";
import { byteplusPreset } from "../presets/byteplus-preset.js";
import type { VendorPreset } from "../presets/preset.js";
import { assumeRoleWithOidc } from "./assume-role-with-oidc.js";
import { cliConfig } from "./cli-config.js";
import { ecsRole } from "./ecs-role.js";
import { env } from "./env.js";
import { profile } from "./profile.js";
import { sharedFile } from "./shared-file.js";
import { volcengineKeyFile } from "./volcengine-key-file.js";

/** Options of {@link defaultChain} and {@link sessionSource}. */
export interface DefaultChainOptions extends ChainOptions {
  /** Which vendor's variables and files hold. Default {@link byteplusPreset}. */
  readonly preset?: VendorPreset | undefined;
}

/**
 * The reference's default chain: environment, OIDC from the environment, CLI config, ECS role (one try of 1 s). The first that
 * is configured is taken and kept; if it fails, so does the chain. For Volcengine: environment, then its key file.
 */
export function defaultChain(options: DefaultChainOptions = {}): CredentialsSource {
  return vendorChain(options, []);
}

/** Options of {@link sessionSource}. */
export interface SessionSourceOptions extends DefaultChainOptions {
  /** A profile asked for by name: then nothing else is looked at. Empty counts as unset. */
  readonly profile?: string | undefined;
}

/**
 * What a session without explicit credentials uses: the named profile, else the default chain with the shared file in it. Throws
 * `CONFIG_INVALID` for a profile with Volcengine's preset: profiles are BytePlus's.
 */
export function sessionSource(options: SessionSourceOptions = {}): CredentialsSource {
  if (!options.profile) return vendorChain(options, [sharedFile()]);
  if (options.preset?.name !== "volcengine") return profile(options.profile);
  throw new CredentialsError({
    code: "CONFIG_INVALID",
    message: '"profile" is BytePlus only; the preset is Volcengine\'s.',
  });
}

function vendorChain(options: DefaultChainOptions, beforeCli: readonly CredentialsSource[]): CredentialsSource {
  const { preset = byteplusPreset } = options;
  const environment = env({ family: preset.envFamily });
  const links =
    preset.name === "volcengine"
      ? [environment, volcengineKeyFile()]
      : [
          environment,
          assumeRoleWithOidc({ preset }),
          ...beforeCli,
          cliConfig(),
          ecsRole({ retries: 0, timeout: 1_000 }),
        ];
  return withReferenceWord(chain("default", links, options));
}

/** The chain, with the reference's word on its failure. */
function withReferenceWord(source: CredentialsSource): CredentialsSource {
  const worded = (cause: unknown): unknown =>
    isCredentialsError(cause) && cause.code === "CHAIN_EXHAUSTED"
      ? cause.with({ vendorCode: "NoCredentialProviders" })
      : cause;
  return Object.freeze({
    name: source.name,
    load: async (context: LoadContext) => {
      try {
        const result = await source.load(context);
        return isUnavailable(result) ? unavailable(result.reason, { cause: worded(result.cause) }) : result;
      } catch (error) {
        throw worded(error);
      }
    },
  });
}
