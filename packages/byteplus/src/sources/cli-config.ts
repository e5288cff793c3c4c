import {
  createAccessKeyCredentials,
  isCredentialsError,
  isUnavailable,
  loadWithSourcePrefix,
  unavailable,
  type AccessKeyCredentials,
  type CredentialsSource,
  type LoadContext,
  type Unavailable,
} from "@credport/core";
import { assumeRole } from "./assume-role.js";
import { loadOidcSession } from "./assume-role-with-oidc.js";
import { failure } from "./failure.js";
import { CliProfile, readCliProfile, type CliConfigOptions } from "./cli/cli-profile.js";
import { ConsoleLogins } from "./cli/console-login.js";
import { parseUnixTime } from "./cli/parse-unix-time.js";
import { SsoLogins } from "./cli/sso.js";
import { ecsRole } from "./ecs-role.js";
import { keysOf } from "./static-keys.js";

/**
 * The profile the BytePlus CLI uses, in all six modes: keys, `ramrolearn`, `oidc`, `ecsrole`, `sso` and `console-login`. Read at
 * each load; files are never written. Unavailable where the file is absent and no profile was asked for by name.
 */
export function cliConfig(options: CliConfigOptions = {}): CredentialsSource {
  const logins: Logins = { sso: new SsoLogins(), console: new ConsoleLogins() };
  return Object.freeze({
    name: "cli_config",
    load: async (context: LoadContext) => {
      const profile = await readCliProfile(options, context);
      if (profile instanceof CliProfile) return loadProfile(profile, context, logins);
      if (profile.asked) throw profile.absent;
      return unavailable(profile.absent.message, { cause: profile.absent });
    },
  });
}

interface Logins {
  readonly sso: SsoLogins;
  readonly console: ConsoleLogins;
}

async function loadProfile(
  profile: CliProfile,
  context: LoadContext,
  logins: Logins,
): Promise<AccessKeyCredentials | Unavailable> {
  const mode = profile.fields["mode"] ?? "";
  switch (typeof mode === "string" ? mode.trim().toLowerCase() : mode) {
    case "":
    case "ak":
      return profileKeys(profile);
    case "ramrolearn":
      return viaSource(assumeProfileRole(profile), context);
    case "oidc":
      return viaSource(oidcRole(profile), context);
    case "ecsrole":
      return viaSource(ecsRole({ roleName: profile.required("role-name", "CliConfigRoleNameMissing") }), context);
    case "sso":
      return freshProfileKeys(profile, context) ?? logins.sso.load(profile, context);
    case "console-login":
      return logins.console.load(profile, context);
    default:
      throw failure(
        "PROFILE_INVALID",
        "CliConfigModeInvalid",
        `Profile "${profile.name}" in ${profile.path}: "mode" is none of ak, ramrolearn, oidc, ecsrole, sso, console-login.`,
      );
  }
}

/** Another source on behalf of the profile. The profile names it, so "not configured" is a failure here. */
async function viaSource(source: CredentialsSource, context: LoadContext): Promise<AccessKeyCredentials> {
  const result = await loadWithSourcePrefix("cli_config", source, context);
  if (!isUnavailable(result)) return result;
  if (isCredentialsError(result.cause)) throw result.cause;
  throw failure("UNAVAILABLE", "CliConfigModeInvalid", result.reason);
}

function profileKeys(profile: CliProfile): AccessKeyCredentials {
  const accessKeyId = profile.required("access-key", "CliConfigAccessKey");
  const accessKeySecret = profile.required("secret-key", "CliConfigSecretKey");
  return keysOf({ accessKeyId, accessKeySecret, securityToken: profile.text("session-token") }, "cli_config");
}

function assumeProfileRole(profile: CliProfile): CredentialsSource {
  const roleTrn = profile.text("role-trn");
  return assumeRole({
    credentials: {
      accessKeyId: profile.required("access-key", "CliConfigAccessKey"),
      accessKeySecret: profile.required("secret-key", "CliConfigSecretKey"),
      securityToken: profile.text("session-token"),
    },
    ...(roleTrn === undefined
      ? {
          roleName: profile.required("role-name", "CliConfigRoleNameMissing"),
          accountId: profile.required("account-id", "CliConfigAccountIDMissing"),
        }
      : { roleTrn }),
    region: profile.text("region"),
    scheme: schemeOf(profile),
  });
}

function oidcRole(profile: CliProfile): CredentialsSource {
  const settings = {
    oidcTokenFile: profile.required("oidc-token-file", "CliConfigOIDCTokenFileMissing"),
    roleTrn: profile.required("role-trn", "CliConfigOIDCRoleTrnMissing"),
    scheme: schemeOf(profile),
  };
  return { name: "oidc", load: (context) => loadOidcSession(settings, context, settings.scheme === "http") };
}

/** `disable-ssl` is the caller's leave to send in clear. */
function schemeOf(profile: CliProfile): "http" | "https" {
  return profile.flag("disable-ssl") ? "http" : "https";
}

const kept = 60_000;

/** The keys the CLI itself has put into an SSO profile, while more than a minute of them is left. */
function freshProfileKeys(profile: CliProfile, context: LoadContext): AccessKeyCredentials | undefined {
  const expiration = parseUnixTime(profile.fields["sts-expiration"]);
  if (expiration === "invalid") {
    throw failure(
      "INVALID_EXPIRATION",
      "CliConfigExpiration",
      `Profile "${profile.name}" in ${profile.path}: "sts-expiration" (Expiration) is no unix time.`,
    );
  }
  const accessKeyId = profile.text("access-key");
  const accessKeySecret = profile.text("secret-key");
  if (expiration === undefined || expiration - kept <= context.host.now()) return undefined;
  if (accessKeyId === undefined || accessKeySecret === undefined) return undefined;
  return createAccessKeyCredentials({
    accessKeyId,
    accessKeySecret,
    securityToken: profile.text("session-token"),
    expiration: new Date(expiration),
    source: "cli_config",
  });
}
