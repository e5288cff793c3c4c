import type { Host } from "@credport/core";
import { accountFromKeys } from "./environment.js";
import type { OdpsConfig } from "./config.js";
import { parseOdpsIni } from "./parse-odps-ini.js";
import type { MaxComputeAccount } from "../accounts/account.js";
import type { OdpsOptions } from "../client/odps-options.js";

/** What a configuration file cannot say: there these names would be SQL hints. */
export interface ConfigExtras {
  readonly region?: string | undefined;
  readonly schema?: string | undefined;
  readonly logviewHost?: string | undefined;
}

/**
 * The client options a configuration stands for, its account included: a session's when it has a token. Throws
 * `CredentialsError` (`INVALID_CREDENTIAL`) when the id or key is empty.
 */
export function optionsFromConfig(
  config: OdpsConfig,
  extras: ConfigExtras = {},
): OdpsOptions & { readonly account: MaxComputeAccount } {
  return {
    account: accountFromKeys(
      { accessKeyId: config.accessId, accessKeySecret: config.accessKey, securityToken: config.stsToken },
      { region: extras.region },
    ),
    endpoint: config.endpoint,
    project: config.project,
    region: extras.region,
    schema: extras.schema,
    logviewHost: extras.logviewHost,
    connectTimeout: config.tcpConnectionTimeoutMs,
    requestTimeout: config.httpTimeoutMs,
    tunnelEndpoint: config.tunnelEndpoint === "" ? undefined : config.tunnelEndpoint,
    tunnelQuotaName: config.tunnelQuotaName === "" ? undefined : config.tunnelQuotaName,
    hints: config.hints,
  };
}

/** Options of {@link loadOdpsIni}. */
export interface LoadOdpsIniOptions {
  readonly host: Pick<Host, "readFile">;
  /** Read the file as the Go SDK does, comments after quoted values included. Default false. */
  readonly compat?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Reads an ini file of the guide. Rejects with `CredentialsError` when it cannot be read and {@link ConfigError} when it is wrong. */
export async function loadOdpsIni(path: string, options: LoadOdpsIniOptions): Promise<OdpsConfig> {
  return parseOdpsIni(await options.host.readFile(path, { signal: options.signal }), { compat: options.compat });
}
