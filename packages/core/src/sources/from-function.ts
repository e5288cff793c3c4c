import { createAccessKeyCredentials, type AccessKeyFields } from "../credentials/create-credentials.js";
import type { AccessKeyCredentials } from "../credentials/credentials.js";
import { isUnavailable, type Unavailable } from "../credentials/unavailable.js";
import { configInvalid, requireText } from "../errors/config-invalid.js";
import { isObjectWith } from "../is-object-with.js";
import type { CredentialsSource, LoadContext } from "./credentials-source.js";
import { withSourcePrefix } from "./source-path.js";

/** What a function given to {@link fromFunction} may answer: plain fields, credentials, or `unavailable(reason)`. */
export type FunctionResult = Omit<AccessKeyFields, "source"> | AccessKeyCredentials | Unavailable;

/**
 * Makes a source of a function of your own, called once per load. Whatever it throws is the `cause` of the provider's error; an
 * answer without key id or secret is `CONFIG_INVALID` naming the field.
 */
export function fromFunction(
  name: string,
  load: (context: LoadContext) => FunctionResult | Promise<FunctionResult>,
): CredentialsSource {
  requireText("name", name);
  if (typeof load !== "function") throw configInvalid("load", "a function", name);
  return Object.freeze({
    name,
    load: async (context: LoadContext): Promise<AccessKeyCredentials | Unavailable> => named(name, await load(context)),
  });
}

function named(name: string, result: FunctionResult): AccessKeyCredentials | Unavailable {
  if (isUnavailable(result)) return result;
  if (isObjectWith(result, "identity"))
    return result.identity.source === name ? result : withSourcePrefix(name, result);
  return createAccessKeyCredentials({ ...result, source: name });
}
