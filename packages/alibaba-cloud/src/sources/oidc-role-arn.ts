import type { CredentialsSource } from "@credport/core";
import { checkOptionNames, missingOption, textOption } from "../options/check-options.js";
import { assumeRoleWithOidc } from "../sts/assume-role-with-oidc.js";
import { roleOptionNames, roleRequests, type RoleOptions } from "../sts/role-options.js";

/** Options of {@link oidcRoleArn}. */
export interface OidcRoleArnOptions extends RoleOptions {
  /** ARN of the identity provider. Default: `ALIBABA_CLOUD_OIDC_PROVIDER_ARN`. */
  readonly oidcProviderArn?: string | undefined;
  /** Path of the file that holds the token, read at each load. Default: `ALIBABA_CLOUD_OIDC_TOKEN_FILE`. */
  readonly oidcTokenFilePath?: string | undefined;
}

const optionNames = { oidcProviderArn: true, oidcTokenFilePath: true, ...roleOptionNames } satisfies Record<
  keyof OidcRoleArnOptions,
  true
>;

/**
 * A RAM role, assumed with a token from an OIDC provider (type and provider name `oidc_role_arn`): what a pod with RRSA has.
 * Role, provider and token file may come from the environment at each load; where nothing was passed and one of them is
 * missing, the source is unavailable.
 */
export function oidcRoleArn(options: OidcRoleArnOptions = {}): CredentialsSource {
  checkOptionNames("oidc_role_arn", options, optionNames);
  const explicitProviderArn = textOption("oidcProviderArn", options.oidcProviderArn);
  const explicitPath = textOption("oidcTokenFilePath", options.oidcTokenFilePath);
  const requests = roleRequests(options);
  const isPassed = Boolean(options.roleArn) || explicitProviderArn !== undefined || explicitPath !== undefined;
  return {
    name: "oidc_role_arn",
    async load(context) {
      const { host } = context;
      const roleArn = requests.roleArn(host);
      const oidcProviderArn = explicitProviderArn ?? host.env("ALIBABA_CLOUD_OIDC_PROVIDER_ARN");
      const oidcTokenFilePath = explicitPath ?? host.env("ALIBABA_CLOUD_OIDC_TOKEN_FILE");
      if (roleArn === undefined || oidcProviderArn === undefined || oidcTokenFilePath === undefined) {
        return missingOption(host, { roleArn, oidcProviderArn, oidcTokenFilePath }, isPassed);
      }
      const request = requests.complete(host, roleArn);
      return assumeRoleWithOidc(context, { ...request, oidcProviderArn, oidcTokenFilePath });
    },
  };
}
