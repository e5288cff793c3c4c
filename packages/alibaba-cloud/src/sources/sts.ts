import { staticSource, type CredentialsSource } from "@credport/core";
import { checkOptionNames } from "../options/check-options.js";
import { environmentKey, explicitKey, type SessionKeyOptions } from "./key-pair.js";

/** Options of {@link sts}. The token defaults to `ALIBABA_CLOUD_SECURITY_TOKEN`, together with id and secret. */
export type StsOptions = SessionKeyOptions;

const optionNames = { accessKeyId: true, accessKeySecret: true, securityToken: true } satisfies Record<
  keyof StsOptions,
  true
>;

/**
 * A session that something else obtained (type `sts`, provider name `static_sts`), passed or from the environment at each
 * load. Its expiration is unknown, so it is loaded again only when a service refuses it.
 */
export function sts(options: StsOptions = {}): CredentialsSource {
  checkOptionNames("sts", options, optionNames);
  const key = explicitKey(options, "required");
  if (key !== undefined) return staticSource(key);
  return { name: "static_sts", load: async ({ host }) => environmentKey(host, "required") };
}
