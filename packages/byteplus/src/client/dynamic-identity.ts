import type { DynamicIdentity } from "../config/options.js";
import { requireRegion } from "../config/region.js";
import { configError } from "../config/settings.js";
import { keysOf } from "../sources/static-keys.js";
import type { CallerIdentity } from "./caller-identity.js";

/** Who signs a call and where it goes; without an identity, the client's is meant. */
export interface DecidedIdentity {
  readonly identity: CallerIdentity | undefined;
  readonly region: string;
}

/**
 * What `dynamicCredentials` has answered, fit to be used, the credentials of the call itself before those decided. The answer is the
 * caller's own, whose types need not hold at run time: throws `CONFIG_INVALID` for what is none, `MissingRegion` or `InvalidRegion`
 * for its region, `EmptyStaticCreds` for half a key.
 */
export function decidedIdentity(
  answer: DynamicIdentity | null | undefined,
  ofCall: CallerIdentity | undefined,
): DecidedIdentity {
  if (!isObject(answer))
    throw configError('"dynamicCredentials" must answer with an object of "region" and "credentials".');
  const region: unknown = answer.region ?? "";
  if (typeof region !== "string") throw configError('The "region" that "dynamicCredentials" answers must be a string.');
  return { identity: ofCall ?? callerIdentity(answer.credentials), region: requireRegion(region, undefined) };
}

function callerIdentity(credentials: DynamicIdentity["credentials"] | null): CallerIdentity | undefined {
  if (credentials === undefined || credentials === null) return undefined;
  if (!isObject(credentials))
    throw configError('The "credentials" that "dynamicCredentials" answers must be an object.');
  return "getCredentials" in credentials ? credentials : keysOf(credentials, "dynamic");
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
