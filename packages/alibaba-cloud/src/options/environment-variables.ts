import type { Host } from "@credport/core";

/** The environment variable that stands in for an option that was not passed. */
export const optionVariables: Readonly<Record<string, string>> = {
  accessKeyId: "ALIBABA_CLOUD_ACCESS_KEY_ID",
  accessKeySecret: "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
  securityToken: "ALIBABA_CLOUD_SECURITY_TOKEN",
  roleArn: "ALIBABA_CLOUD_ROLE_ARN",
  roleSessionName: "ALIBABA_CLOUD_ROLE_SESSION_NAME",
  oidcProviderArn: "ALIBABA_CLOUD_OIDC_PROVIDER_ARN",
  oidcTokenFilePath: "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
  stsRegionId: "ALIBABA_CLOUD_STS_REGION",
  enableVpc: "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED",
  roleName: "ALIBABA_CLOUD_ECS_METADATA",
  disableIMDSv1: "ALIBABA_CLOUD_IMDSV1_DISABLED",
  credentialsURI: "ALIBABA_CLOUD_CREDENTIALS_URI",
  profileName: "ALIBABA_CLOUD_PROFILE",
};

/** Whether a switch is on: `true` in any case, nothing else (`1` and `yes` are off). */
export function isSwitchedOn(host: Host, variable: string): boolean {
  return host.env(variable)?.toLowerCase() === "true";
}

/** Says of each variable whether it is set, never what it holds. */
export function describeVariables(host: Host, variables: readonly string[]): string {
  return variables.map((name) => `${name} is ${host.env(name) === undefined ? "not set" : "set"}`).join(", ");
}
