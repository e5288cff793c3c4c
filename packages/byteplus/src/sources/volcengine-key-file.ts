import {
  CredentialsError,
  isCredentialsError,
  unavailable,
  type CredentialsSource,
  type LoadContext,
} from "@credport/core";
import { parseJsonObject, textMember } from "../http/parse-json-object.js";
import { keysOf } from "./static-keys.js";

/** Options of {@link volcengineKeyFile}. */
export interface VolcengineKeyFileOptions {
  /** Default `~/.volc/config`. */
  readonly path?: string | undefined;
}

/** The key file of the Volcengine packages: JSON with `VOLC_ACCESSKEY` and `VOLC_SECRETKEY`. Unavailable where it is absent. */
export function volcengineKeyFile({ path }: VolcengineKeyFileOptions = {}): CredentialsSource {
  return Object.freeze({
    name: "volc_config",
    load: async ({ host, signal }: LoadContext) => {
      const home = host.homedir();
      const file = path || (home === undefined ? undefined : `${home}/.volc/config`);
      if (file === undefined) return unavailable("There is no home directory to look for .volc/config in.");
      try {
        const content = parseJsonObject(await host.readFile(file, { signal }));
        if (content === undefined)
          throw new CredentialsError({ code: "FILE_MALFORMED", message: `${file} holds no JSON object.` });
        const accessKeyId = textMember(content, "VOLC_ACCESSKEY") ?? "";
        const accessKeySecret = textMember(content, "VOLC_SECRETKEY") ?? "";
        return keysOf({ accessKeyId, accessKeySecret }, "volc_config");
      } catch (error) {
        if (!isCredentialsError(error) || error.code !== "NOT_CONFIGURED") throw error;
        return unavailable(error.message, { cause: error });
      }
    },
  });
}
