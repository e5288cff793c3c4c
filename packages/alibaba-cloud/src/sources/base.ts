import type {
  AccessKeyCredentials,
  CredentialsProvider,
  CredentialsSource,
  LoadContext,
  Unavailable,
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

/** Gets the credentials of a base. */
export function loadBase(base: BaseCredentials, context: LoadContext): Promise<AccessKeyCredentials | Unavailable> {
  return "load" in base ? base.load(context) : base.getCredentials({ signal: context.signal });
}
