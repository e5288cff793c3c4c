import type { Host } from "@credport/core";
import { configInvalid, countOption, textOption } from "../options/check-options.js";
import { httpLimits, httpOptionNames, type HttpLimits, type HttpOptions } from "../options/http-options.js";
import { stsEndpoint, stsEndpointOptionNames, type StsEndpointOptions } from "./sts-endpoint.js";

/** What both ways of assuming a role take. */
export interface RoleOptions extends StsEndpointOptions, HttpOptions {
  /** ARN of the role. Default: `ALIBABA_CLOUD_ROLE_ARN`. */
  readonly roleArn?: string | undefined;
  /** Name of the session, seen in audit logs. Default: `ALIBABA_CLOUD_ROLE_SESSION_NAME`, else `credentials-nodejs-<ms>`. */
  readonly roleSessionName?: string | undefined;
  /** Life of the session in seconds, 900 at least. Default 3600. */
  readonly roleSessionExpiration?: number | string | undefined;
  /** A policy, as JSON text, that narrows what the session may do. */
  readonly policy?: string | undefined;
}

/** The option names of {@link RoleOptions}. */
export const roleOptionNames: Readonly<Record<keyof RoleOptions, true>> = {
  roleArn: true,
  roleSessionName: true,
  roleSessionExpiration: true,
  policy: true,
  ...stsEndpointOptionNames,
  ...httpOptionNames,
};

/** One load's role request, environment read. */
export interface RoleRequest {
  readonly endpoint: string;
  readonly roleArn: string;
  readonly roleSessionName: string;
  readonly durationSeconds: number;
  readonly policy: string | undefined;
  readonly limits: HttpLimits;
}

/** The role requests of one source. The environment is read whenever one is asked for. */
export interface RoleRequests {
  /** The role to assume; `undefined`: neither passed nor in the environment. */
  roleArn(host: Host): string | undefined;
  /** The request for that role, with the session name that was generated first. */
  complete(host: Host, roleArn: string): RoleRequest;
}

/** Checks the options. What the environment adds is checked once a source knows that it is configured at all. */
export function roleRequests(options: RoleOptions): RoleRequests {
  const roleArn = textOption("roleArn", options.roleArn);
  const roleSessionName = textOption("roleSessionName", options.roleSessionName);
  const durationSeconds = sessionDuration(options.roleSessionExpiration);
  const policy = textOption("policy", options.policy);
  const limits = httpLimits(options);
  const endpoint = stsEndpoint(options);
  let generatedName: string | undefined;
  return {
    roleArn: (host) => roleArn ?? host.env("ALIBABA_CLOUD_ROLE_ARN"),
    complete: (host, role) => ({
      endpoint: endpoint(host),
      roleArn: role,
      roleSessionName:
        roleSessionName ??
        host.env("ALIBABA_CLOUD_ROLE_SESSION_NAME") ??
        (generatedName ??= `credentials-nodejs-${String(host.now())}`),
      durationSeconds,
      policy,
      limits,
    }),
  };
}

function sessionDuration(value: unknown): number {
  const seconds = countOption("roleSessionExpiration", value) ?? 3_600;
  if (seconds < 900) throw configInvalid("roleSessionExpiration", "must be at least 900 seconds");
  return seconds;
}
