import type { AccessKeyCredentials, CredentialsSource, LoadContext } from "@credport/core";
import { withRetries } from "../http/retries.js";
import { userAgent } from "../http/user-agent.js";
import { byteplusPreset } from "../presets/byteplus-preset.js";
import { isRegionName } from "../config/region-name.js";
import { canonicalQuery } from "../signing/encoding.js";
import { signHeaders } from "../signing/sign-headers.js";
import { staticKeys, type StaticKeysOptions } from "./static-keys.js";
import { configInvalid, roleRequest, sessionName, stsVersion, type RoleOptions } from "./sts/role-options.js";
import { parseRoleAnswer } from "./sts/parse-role-answer.js";
import { signingCredentials, type SigningIdentity } from "./sts/signing-source.js";

/** Options of {@link assumeRole}: who asks, and for which role. */
export interface AssumeRoleOptions extends RoleOptions {
  /** Who signs the request: a key pair, a source or a provider. */
  readonly credentials: SigningIdentity | StaticKeysOptions;
  /** With `accountId`, instead of `roleTrn`. */
  readonly roleName?: string | undefined;
  readonly accountId?: string | undefined;
  /** Default `credport-<UUID v4>`, drawn once per load. */
  readonly roleSessionName?: string | undefined;
  /** The signature's scope. Default: the session's region, else the preset's. */
  readonly region?: string | undefined;
}

/** A source whose region can be filled in by a session. */
export interface RegionalSource extends CredentialsSource {
  /** The same source with that region, unless it was given one. Nothing else is inherited, the endpoint least of all. */
  inheritRegion(region: string): CredentialsSource;
}

/**
 * Sessions of a role by STS AssumeRole. They expire when the server says or `durationSeconds` after the request, whichever is
 * earlier. Throws `CONFIG_INVALID` for missing or wrong options.
 */
export function assumeRole(options: AssumeRoleOptions): RegionalSource {
  const request = roleRequest(options, 5_000);
  const roleTrn = roleTrnOf(options);
  const signer = signingIdentity(options.credentials);
  const region = regionOf(options);

  const load = async (context: LoadContext): Promise<AccessKeyCredentials> => {
    const { host, signal } = context;
    const { address, durationSeconds, timeout } = request;
    const credentials = await signingCredentials(signer, context);
    const url = new URL(address.url);
    url.search = canonicalQuery([
      ["Action", "AssumeRole"],
      ["Version", stsVersion],
      ["RoleTrn", roleTrn],
      ["RoleSessionName", sessionName(options.roleSessionName, host)],
      ["DurationSeconds", String(durationSeconds)],
      ...(request.policy === undefined ? [] : [["Policy", request.policy] as const]),
    ]);
    return withRetries(context, request.retries, async () => {
      const startedAt = host.now();
      const signed = signHeaders({
        method: "GET",
        url,
        headers: { accept: "application/json", "user-agent": userAgent(host) },
        credentials,
        region,
        service: "sts",
        date: new Date(startedAt),
      });
      const response = await host.request({
        method: "GET",
        url: signed.url,
        headers: signed.headers,
        connectTimeout: timeout,
        readTimeout: timeout,
        proxy: request.proxy,
        allowInsecureHttp: address.allowInsecureHttp,
        signal,
      });
      return parseRoleAnswer(context, response, { action: "AssumeRole", source: "sts", durationSeconds, startedAt });
    });
  };
  return Object.freeze({
    name: "sts",
    load,
    inheritRegion: (inherited: string) => assumeRole({ ...options, region: options.region?.trim() || inherited }),
  });
}

function regionOf({ region, preset = byteplusPreset }: AssumeRoleOptions): string {
  const trimmed = region?.trim() || preset.defaultRegion;
  if (isRegionName(trimmed)) return trimmed;
  throw configInvalid('"region" may hold letters, digits, "-" and "_" only.');
}

function signingIdentity(given: AssumeRoleOptions["credentials"] | null | undefined): SigningIdentity {
  if (given === undefined || given === null)
    throw configInvalid('"credentials" is missing: a key pair, a source or a provider.');
  if ("accessKeyId" in given) return staticKeys(given);
  if (["load", "getCredentials"].some((method) => typeof Reflect.get(given, method) === "function")) return given;
  throw configInvalid('"credentials" must be a key pair, a source with load() or a provider with getCredentials().');
}

function roleTrnOf({ roleTrn, roleName, accountId }: AssumeRoleOptions): string {
  if (roleTrn) return roleTrn;
  if (!roleName) throw configInvalid('"roleName" is missing: pass it with "accountId", or pass "roleTrn".');
  if (!accountId) throw configInvalid('"accountId" is missing: pass it with "roleName", or pass "roleTrn".');
  return `trn:iam::${accountId}:role/${roleName}`;
}
