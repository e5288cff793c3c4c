import {
  type CredentialsError,
  isCredentialsError,
  loadWithSourcePrefix,
  unavailable,
  type AccessKeyCredentials,
  type CredentialsSource,
  type LoadContext,
  type Unavailable,
} from "@credport/core";
import { credentialProcess } from "./credential-process.js";
import { readSharedProfile, type SharedFileOptions, type SharedProfile } from "./shared-config.js";
import { keysOf } from "./static-keys.js";
import { failure } from "./failure.js";

/** These ask for a role; the reference parses them and then signs with the source's own keys, silently as someone else. */
const roleKeys = [
  "role_trn",
  "source_profile",
  "credential_source",
  "external_id",
  "mfa_serial",
  "role_session_name",
  "web_identity_token_file",
];

/** A section with none of these has nothing to do with credentials. */
const credentialKeys = [...roleKeys, "byteplus_access_key_id", "byteplus_secret_access_key", "credential_process"];

/**
 * Keys from the shared credentials file (ini, deprecated by the vendor), or the answer of its `credential_process`. Unavailable
 * where the file is absent; everything else that is wrong with it is a failure. Role keys are refused.
 */
export function sharedFile(options: SharedFileOptions = {}): CredentialsSource {
  return Object.freeze({
    name: "shared_file",
    load: async (context: LoadContext) => {
      try {
        return await loadProfile(await readSharedProfile(options, context), context);
      } catch (error) {
        if (!isCredentialsError(error) || error.code !== "NOT_CONFIGURED") throw error;
        return unavailable(error.message, { cause: error });
      }
    },
  });
}

async function loadProfile(shared: SharedProfile, context: LoadContext): Promise<AccessKeyCredentials | Unavailable> {
  const { path, profile, section, isListed, absent } = shared;
  // A config file may be there for the region alone.
  if (section === undefined || (!isListed && !credentialKeys.some((key) => section.has(key)))) {
    throw absent ?? failure("PROFILE_NOT_FOUND", "SharedCredsLoad", `${path} has no profile "${profile}".`);
  }
  const roleKey = roleKeys.find((key) => section.get(key));
  if (roleKey !== undefined) {
    throw failure(
      "CONFIG_INVALID",
      "SharedConfigAssumeRoleError",
      `Profile "${profile}" in ${path} has "${roleKey}": roles are not taken from this file, use assumeRole() or the CLI config.`,
    );
  }
  const accessKeyId = section.get("byteplus_access_key_id");
  const accessKeySecret = section.get("byteplus_secret_access_key");
  const command = section.get("credential_process");
  if (!accessKeyId && !accessKeySecret && command) {
    return loadWithSourcePrefix("shared_file", credentialProcess({ command }), context);
  }
  if (!accessKeyId) throw keyMissing(shared, "byteplus_access_key_id", "SharedCredsAccessKey");
  if (!accessKeySecret) throw keyMissing(shared, "byteplus_secret_access_key", "SharedCredsSecret");
  return keysOf({ accessKeyId, accessKeySecret, securityToken: section.get("byteplus_session_token") }, "shared_file");
}

function keyMissing({ path, profile }: SharedProfile, key: string, vendorCode: string): CredentialsError {
  return failure("PROFILE_INVALID", vendorCode, `Profile "${profile}" in ${path} has no "${key}".`);
}
