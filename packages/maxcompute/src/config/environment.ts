import { AliyunAccount } from "../accounts/aliyun-account.js";
import type { MaxComputeAccount } from "../accounts/account.js";
import { StsAccount } from "../accounts/sts-account.js";
import type { AccountOptions } from "../accounts/signing-account.js";

/** Reads one environment variable; `Host.env` is one. */
export type EnvironmentReader = (name: string) => string | undefined;

/** The variables of the credential. */
export const environmentNames = {
  accessKeyId: "ALIBABA_CLOUD_ACCESS_KEY_ID",
  accessKeySecret: "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
  securityToken: "ALIBABA_CLOUD_SECURITY_TOKEN",
} as const;

/** What the environment says about a client; `undefined` where it says nothing. Fits the options of `Odps`. */
export interface EnvironmentDefaults {
  readonly endpoint: string | undefined;
  readonly project: string | undefined;
  readonly region: string | undefined;
  readonly tunnelEndpoint: string | undefined;
  readonly logviewHost: string | undefined;
}

/** The defaults of PyODPS's variables; the endpoint also from the Go SDK's `odps_endpoint`. Empty counts as unset. */
export function environmentDefaults(env: EnvironmentReader): EnvironmentDefaults {
  const read = (name: string): string | undefined => env(name) || undefined;
  return {
    endpoint: read("ODPS_ENDPOINT") ?? read("odps_endpoint"),
    project: read("ODPS_PROJECT_NAME"),
    region: read("ODPS_REGION_NAME"),
    tunnelEndpoint: read("ODPS_TUNNEL_ENDPOINT"),
    logviewHost: read("ODPS_LOGVIEW_HOST"),
  };
}

/** The account of the environment's key pair, a session when there is a token; `undefined` unless both parts are there. */
export function accountFromEnvironment(
  env: EnvironmentReader,
  options: AccountOptions = {},
): MaxComputeAccount | undefined {
  const accessKeyId = env(environmentNames.accessKeyId) ?? "";
  const accessKeySecret = env(environmentNames.accessKeySecret) ?? "";
  if (accessKeyId === "" || accessKeySecret === "") return undefined;
  return accountFromKeys(
    { accessKeyId, accessKeySecret, securityToken: env(environmentNames.securityToken) ?? "" },
    options,
  );
}

/** A session account when there is a token, else a key pair's. */
export function accountFromKeys(
  keys: { readonly accessKeyId: string; readonly accessKeySecret: string; readonly securityToken: string },
  options: AccountOptions,
): MaxComputeAccount {
  const { accessKeyId, accessKeySecret, securityToken } = keys;
  const { region, corporation } = options;
  return securityToken === ""
    ? new AliyunAccount({ accessKeyId, accessKeySecret, region, corporation })
    : new StsAccount({ accessKeyId, accessKeySecret, securityToken, region, corporation });
}
