import {
  isUnavailable,
  refuseExpired,
  type AccessKeyCredentials,
  type CredentialsProvider,
  type CredentialsSource,
  type LoadContext,
  type Unavailable,
} from "@credport/core";
import { configInvalid } from "../options/check-options.js";

/** Whose credentials sign a role request: a source, loaded each time, or a provider, which keeps its own cache. */
export type BaseCredentials = CredentialsSource | CredentialsProvider;

/** Checks the option `base`, for callers without types. */
export function checkBase(base: unknown): void {
  const has = (method: string): boolean =>
    typeof base === "object" && base !== null && typeof Reflect.get(base, method) === "function";
  if (!has("load") && !has("getCredentials")) throw configInvalid("base", "must be a source or a provider");
}

/** Gets the credentials of a base. Nothing is signed with those that are dead on arrival: they are `EXPIRED`. */
export async function loadBase(
  base: BaseCredentials,
  context: LoadContext,
): Promise<AccessKeyCredentials | Unavailable> {
  if (!("load" in base)) return base.getCredentials({ signal: context.signal });
  const answer = await base.load(context);
  if (!isUnavailable(answer)) refuseExpired(answer, context.host.now());
  return answer;
}
