import { sealAccessKey, sealBearer } from "../credentials/create-credentials.js";
import type { AccessKeyCredentials, BearerCredentials, Credentials } from "../credentials/credentials.js";
import { withSource } from "../credentials/identity.js";
import { isUnavailable, unavailable, type Unavailable } from "../credentials/unavailable.js";
import { isUncached } from "../credentials/uncached.js";
import { isCredentialsError } from "../errors/credentials-error.js";
import type { CredentialsSource, LoadContext } from "./credentials-source.js";
import { withReporters } from "./load-context.js";

const join = (prefix: string, path: string): string => (path === "" ? prefix : `${prefix}/${path}`);

/**
 * The same credentials with a wrapper's name before the path of their source: a new object with everything else kept, the
 * `cache` flag too.
 */
export function withSourcePrefix(prefix: string, credentials: AccessKeyCredentials): AccessKeyCredentials;
export function withSourcePrefix(prefix: string, credentials: BearerCredentials): BearerCredentials;
export function withSourcePrefix<C extends Credentials>(prefix: string, credentials: C): C;
export function withSourcePrefix(prefix: string, credentials: Credentials): Credentials {
  const identity = withSource(credentials.identity, join(prefix, credentials.identity.source));
  const cache = !isUncached(credentials);
  if (credentials.type === "bearer") return sealBearer(credentials, identity, cache);
  return sealAccessKey(credentials, identity, cache);
}

/**
 * The same failure with a wrapper's name before the path of its source. `inner` names the source that threw it, for errors
 * that come from the host and carry no path yet. Anything that is no `CredentialsError` comes back as it is.
 */
export function errorWithSourcePrefix(prefix: string, error: unknown, inner = ""): unknown {
  return isCredentialsError(error) ? error.with({ source: join(prefix, error.source || inner) }) : error;
}

/**
 * Loads a source on behalf of a wrapper (a chain, a profile file): passes the context on and puts the wrapper's name before
 * every path that comes back, in credentials, errors, warnings and the trace.
 */
export async function loadWithSourcePrefix<C extends Credentials>(
  prefix: string,
  source: CredentialsSource<C>,
  context: LoadContext,
): Promise<C | Unavailable> {
  try {
    const reporters: Pick<LoadContext, "warn" | "trace"> = {
      warn: (warning) => context.warn?.({ ...warning, source: join(prefix, warning.source ?? source.name) }),
      trace: (attempt) => context.trace?.({ ...attempt, source: join(prefix, attempt.source) }),
    };
    const result = await source.load(withReporters(context, reporters));
    if (!isUnavailable(result)) return withSourcePrefix(prefix, result);
    if (result.cause === undefined) return result;
    return unavailable(result.reason, { cause: errorWithSourcePrefix(prefix, result.cause, source.name) });
  } catch (error) {
    throw errorWithSourcePrefix(prefix, error, source.name);
  }
}
