import { CredentialsError, type Host } from "@credport/core";
import type { Scheme } from "../../http/endpoint-url.js";
import { serviceAddress, type ServiceAddress } from "../../http/endpoint-url.js";
import { retriesOf, timeoutOf, type Retries, type RetryOptions } from "../../http/retries.js";
import { uuid } from "../../http/uuid.js";
import { byteplusPreset } from "../../presets/byteplus-preset.js";
import type { VendorPreset } from "../../presets/preset.js";

/** Options of every source that asks STS for a session. */
export interface RoleOptions extends RetryOptions {
  /** `trn:iam::<account id>:role/<role name>`. */
  readonly roleTrn?: string | undefined;
  /** Lifetime of a session in seconds: 900 at least, the role's own maximum at most. Default 3 600. */
  readonly durationSeconds?: number | undefined;
  /** A JSON policy that narrows the role's rights. */
  readonly policy?: string | undefined;
  /** STS host or URL. Default: the preset's. */
  readonly endpoint?: string | undefined;
  /** Default `https`; `http` is the caller's explicit leave to send in clear. */
  readonly scheme?: Scheme | undefined;
  /** Limit for connecting, and again from the sent request to the last byte, in ms. Default 5 000 (AssumeRole) or 10 000. */
  readonly timeout?: number | undefined;
  /** URL of a proxy. Default: the proxy variables of the environment, for public hosts only. */
  readonly proxy?: string | undefined;
  /** Which vendor's hosts and variables hold. Default {@link byteplusPreset}. */
  readonly preset?: VendorPreset | undefined;
}

/** {@link RoleOptions}, checked as far as they are known before a load. */
export interface RoleRequest {
  readonly durationSeconds: number;
  readonly policy: string | undefined;
  readonly address: ServiceAddress;
  readonly timeout: number;
  readonly proxy: string | undefined;
  readonly retries: Retries;
}

/** The API version of all three actions. */
export const stsVersion = "2018-01-01";

/** Checks the options. Throws `CONFIG_INVALID` naming the option. */
export function roleRequest(options: RoleOptions, defaultTimeout: number): RoleRequest {
  const { durationSeconds = 3_600, preset = byteplusPreset } = options;
  if (!Number.isInteger(durationSeconds) || durationSeconds < 900) {
    throw configInvalid('"durationSeconds" must be a whole number of at least 900 seconds.');
  }
  return {
    durationSeconds,
    policy: options.policy || undefined,
    address: serviceAddress(options.endpoint || preset.stsHost, options.scheme),
    timeout: timeoutOf(options.timeout, defaultTimeout),
    proxy: options.proxy || undefined,
    retries: retriesOf(options),
  };
}

/** The role's session name: the option, else `credport-<UUID v4>`, to be drawn once per load. */
export function sessionName(given: string | undefined, host: Host): string {
  return given || `credport-${uuid(host)}`;
}

/** `CONFIG_INVALID` with the reference's word for it, where there is one. */
export function configInvalid(message: string, vendorCode?: string): CredentialsError {
  return new CredentialsError({ code: "CONFIG_INVALID", message, vendorCode });
}
