import { chain, type CredentialsSource } from "@credport/core";
import { checkOptionNames, configInvalid } from "../options/check-options.js";
import { httpOptionNames, type HttpOptions } from "../options/http-options.js";
import { stsEndpointOptionNames, type StsEndpointOptions } from "../sts/sts-endpoint.js";
import { cliProfile } from "./cli-profile.js";
import { credentialsUri } from "./credentials-uri.js";
import { ecsRamRole } from "./ecs-ram-role.js";
import { environment } from "./environment.js";
import { iniProfile } from "./ini-profile.js";
import { lazySource } from "./lazy-source.js";
import { oidcRoleArn } from "./oidc-role-arn.js";

/** Options of {@link defaultChain}. The chain's configuration is the environment; these only say where services are. */
export interface DefaultChainOptions extends StsEndpointOptions, HttpOptions {
  /**
   * What a link that is configured and fails does. `stop` (the default) fails the chain, so that it never falls through to
   * another identity; `continue` asks the next link, as the official tool does.
   */
  readonly onFailure?: "stop" | "continue" | undefined;
  /** Profile of config.json and of the ini file. Default: `ALIBABA_CLOUD_PROFILE`, else what each file says. */
  readonly profileName?: string | undefined;
  /** Base URL of the ECS metadata service. Default `http://100.100.100.200`. */
  readonly metadataEndpoint?: string | undefined;
  /** Base URL of the OAuth service. Default: that of the profile's site. */
  readonly oauthEndpoint?: string | undefined;
}

const optionNames = {
  onFailure: true,
  profileName: true,
  metadataEndpoint: true,
  oauthEndpoint: true,
  ...stsEndpointOptionNames,
  ...httpOptionNames,
} satisfies Record<keyof DefaultChainOptions, true>;

/**
 * The default chain (provider name `default`): environment, OIDC, config.json, ini file, ECS metadata, credentials URI, in
 * the order of the official code. The first link that is configured answers, now and later; each load reads the environment anew.
 */
export function defaultChain(options: DefaultChainOptions = {}): CredentialsSource {
  checkOptionNames("the default chain", options, optionNames);
  const { onFailure, profileName, metadataEndpoint, oauthEndpoint, ...endpointAndLimits } = options;
  if (![undefined, "stop", "continue"].includes(onFailure))
    throw configInvalid("onFailure", "must be stop or continue");
  const { timeout, connectTimeout, proxy } = options;
  const limits = { timeout, connectTimeout, proxy };
  const profile = { profileName, metadataEndpoint, ...endpointAndLimits };
  const links: readonly (readonly [name: string, make: () => CredentialsSource])[] = [
    ["env", environment],
    ["oidc_role_arn", () => oidcRoleArn(endpointAndLimits)],
    ["cli_profile", () => cliProfile({ ...profile, oauthEndpoint })],
    ["profile", () => iniProfile(profile)],
    ["ecs_ram_role", () => ecsRamRole({ metadataEndpoint, ...limits })],
    ["credential_uri", () => credentialsUri(limits)],
  ];
  // Most processes have the first link answer: without options to check, the others need not even be made.
  const isPlain = Object.values(options).every((value) => value === undefined);
  return chain(
    "default",
    links.map(([name, make]) => (isPlain ? lazySource(name, make) : make())),
    { onFailure },
  );
}
