import { CredentialsError, unavailable, type CredentialsSource, type Host, type LoadContext } from "@credport/core";
import { byteplusPreset } from "../presets/byteplus-preset.js";
import type { EnvironmentFamily } from "../presets/preset.js";
import { keysOf } from "./static-keys.js";

/** Options of {@link env}. */
export interface EnvOptions {
  /** Whose variables are read. Default: BytePlus's. */
  readonly family?: EnvironmentFamily | undefined;
}

/**
 * Keys from the environment, read at each load: `BYTEPLUS_ACCESS_KEY` before `BYTEPLUS_ACCESS_KEY_ID`, `BYTEPLUS_SECRET_KEY`
 * before `BYTEPLUS_SECRET_ACCESS_KEY`, and `BYTEPLUS_SESSION_TOKEN`; blanks alone count as unset. Unavailable where neither key id
 * nor secret is set; only one of the two is a failure. Warns (`env-spellings-differ`) when two spellings are set to different
 * values.
 */
export function env({ family = byteplusPreset.envFamily }: EnvOptions = {}): CredentialsSource {
  return Object.freeze({
    name: "env",
    load: async (context: LoadContext) => {
      const { host } = context;
      const accessKeyId = firstSet(context, family.accessKeyId);
      const accessKeySecret = firstSet(context, family.accessKeySecret);
      const securityToken = valueOf(host, family.securityToken);
      if (accessKeyId !== undefined && accessKeySecret !== undefined) {
        return keysOf({ accessKeyId, accessKeySecret, securityToken }, "env");
      }
      if (accessKeyId !== undefined) throw missing("CONFIG_INVALID", "EnvSecretNotFound", family.accessKeySecret);
      if (accessKeySecret !== undefined) throw missing("CONFIG_INVALID", "EnvAccessKeyNotFound", family.accessKeyId);
      const cause = missing("NOT_CONFIGURED", "EnvAccessKeyNotFound", family.accessKeyId);
      return unavailable(cause.message, { cause });
    },
  });
}

function missing(
  code: "CONFIG_INVALID" | "NOT_CONFIGURED",
  vendorCode: string,
  names: readonly string[],
): CredentialsError {
  return new CredentialsError({ code, vendorCode, message: `${names.join(" or ")} is not set in the environment.` });
}

function firstSet({ host, warn }: LoadContext, names: readonly string[]): string | undefined {
  const set = names.filter((name) => valueOf(host, name) !== undefined);
  if (new Set(set.map((name) => host.env(name))).size > 1) {
    warn?.({ code: "env-spellings-differ", message: `${set.join(" and ")} differ; the first one is used.` });
  }
  return valueOf(host, set[0]);
}

/** What a variable is set to. Blanks alone are no key: they count as empty, and that is unset. */
function valueOf(host: Host, name: string | undefined): string | undefined {
  const value = name === undefined ? undefined : host.env(name);
  return value === undefined || value.trim() === "" ? undefined : value;
}
