import {
  CredentialsError,
  isCredentialsError,
  unavailable,
  type AccessKeyCredentials,
  type CredentialsSource,
  type Host,
  type LoadContext,
} from "@credport/core";
import { byteplusPreset } from "../presets/byteplus-preset.js";
import { configInvalid, roleRequest, sessionName, type RoleOptions } from "./sts/role-options.js";
import { requestUnsignedSession } from "./sts/unsigned-session.js";

/** Options of {@link assumeRoleWithOidc}. What is not passed comes from the `BYTEPLUS_OIDC_...` variables, at each load. */
export interface AssumeRoleWithOidcOptions extends RoleOptions {
  /** The file that holds the token, read at each load. Variable: `BYTEPLUS_OIDC_TOKEN_FILE`. */
  readonly oidcTokenFile?: string | undefined;
  /** Variable: `BYTEPLUS_OIDC_ROLE_TRN`. */
  readonly roleTrn?: string | undefined;
  /** Variable: `BYTEPLUS_OIDC_ROLE_SESSION_NAME`, else `credport-<UUID v4>`, drawn once per load. */
  readonly roleSessionName?: string | undefined;
}

/**
 * Sessions of a role for a projected OIDC token. Unavailable where neither token file nor role is named; one of the two alone is
 * a failure. Throws `CONFIG_INVALID` for wrong options.
 */
export function assumeRoleWithOidc(options: AssumeRoleWithOidcOptions = {}): CredentialsSource {
  roleRequest(options, timeout);
  const isBytePlus = (options.preset ?? byteplusPreset).name === "byteplus";
  return Object.freeze({
    name: "oidc",
    load: async (context: LoadContext) => {
      const settings = isBytePlus ? { ...environmentOf(context.host), ...given(options) } : options;
      if (!settings.oidcTokenFile && !settings.roleTrn) {
        const cause = new CredentialsError({
          code: "NOT_CONFIGURED",
          message: "BYTEPLUS_OIDC_TOKEN_FILE and BYTEPLUS_OIDC_ROLE_TRN are not set.",
        });
        return unavailable(cause.message, { cause });
      }
      // Only the caller may give leave to send in clear, the environment may not.
      return loadOidcSession(settings, context, Boolean(options.endpoint) || options.scheme === "http");
    },
  });
}

const timeout = 10_000;

/** One load with exactly these options; nothing is taken from the environment. */
export async function loadOidcSession(
  options: AssumeRoleWithOidcOptions,
  context: LoadContext,
  mayBeInsecure = false,
): Promise<AccessKeyCredentials> {
  const { oidcTokenFile, roleTrn } = options;
  if (!oidcTokenFile)
    throw configInvalid('"oidcTokenFile" (BYTEPLUS_OIDC_TOKEN_FILE) is missing.', "OidcTokenFileMissing");
  if (!roleTrn) throw configInvalid('"roleTrn" (BYTEPLUS_OIDC_ROLE_TRN) is missing.', "OidcRoleTrnMissing");
  const checked = roleRequest(options, timeout);
  const allowInsecureHttp = mayBeInsecure && checked.address.allowInsecureHttp;
  const request = { ...checked, address: { ...checked.address, allowInsecureHttp } };
  const token = await readToken(oidcTokenFile, context);
  return requestUnsignedSession(context, request, { action: "AssumeRoleWithOIDC", source: "oidc" }, [
    ["RoleTrn", roleTrn],
    ["OIDCToken", token],
    ["RoleSessionName", sessionName(options.roleSessionName, context.host)],
  ]);
}

function environmentOf(host: Host): AssumeRoleWithOidcOptions {
  return {
    oidcTokenFile: host.env("BYTEPLUS_OIDC_TOKEN_FILE"),
    roleTrn: host.env("BYTEPLUS_OIDC_ROLE_TRN"),
    roleSessionName: host.env("BYTEPLUS_OIDC_ROLE_SESSION_NAME"),
    policy: host.env("BYTEPLUS_OIDC_ROLE_POLICY"),
    endpoint: host.env("BYTEPLUS_OIDC_STS_ENDPOINT"),
  };
}

/** The options that were passed with a value, so that an `undefined` or empty one does not hide a variable. */
function given(options: AssumeRoleWithOidcOptions): AssumeRoleWithOidcOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined && value !== ""));
}

async function readToken(path: string, { host, signal }: LoadContext): Promise<string> {
  const token = await host.readFile(path, { signal }).catch((error: unknown) => {
    // The file was named, so its absence is a failure and not "not configured".
    throw isCredentialsError(error) && error.code === "NOT_CONFIGURED"
      ? error.with({ code: "FILE_UNREADABLE" })
      : error;
  });
  const trimmed = token.trimEnd();
  if (trimmed !== "") return trimmed;
  throw new CredentialsError({ code: "FILE_MALFORMED", message: `The OIDC token file ${path} is empty.` });
}
