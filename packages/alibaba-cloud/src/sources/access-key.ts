import { staticSource, type CredentialsSource } from "@credport/core";
import { checkOptionNames } from "../options/check-options.js";
import { environmentKey, explicitKey, type KeyPairOptions } from "./key-pair.js";

/** Options of {@link accessKey}. */
export type AccessKeyOptions = KeyPairOptions;

const optionNames = { accessKeyId: true, accessKeySecret: true } satisfies Record<keyof AccessKeyOptions, true>;

/**
 * A permanent access key (type `access_key`, provider name `static_ak`), passed or from the environment at each load. Half a
 * pair is `CONFIG_INVALID` at once; a key that is nowhere makes the source unavailable.
 */
export function accessKey(options: AccessKeyOptions = {}): CredentialsSource {
  checkOptionNames("access_key", options, optionNames);
  const key = explicitKey(options, "ignored");
  if (key !== undefined) return staticSource(key);
  return { name: "static_ak", load: async ({ host }) => environmentKey(host, "ignored") };
}
