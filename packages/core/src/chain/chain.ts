import { defined } from "../defined.js";
import type { AccessKeyCredentials, Credentials } from "../credentials/credentials.js";
import { isUnavailable, unavailable, type Unavailable } from "../credentials/unavailable.js";
import { configInvalid, requireMethod, requireText } from "../errors/config-invalid.js";
import { isCredentialsError, type CredentialsError } from "../errors/credentials-error.js";
import { failed } from "../errors/failed.js";
import type { CredentialsSource, LoadContext } from "../sources/credentials-source.js";
import { failureOf, failureOfUnavailable } from "../sources/load-failure.js";
import { loadWithSourcePrefix, withSourcePrefix } from "../sources/source-path.js";
import { startTrace } from "../sources/trace.js";

/** Options of {@link chain}. */
export interface ChainOptions {
  /**
   * What a source that is configured and fails does to the chain. `stop` (the default) fails the chain, so that it never falls
   * through to another identity; `continue` asks the next source.
   */
  readonly onFailure?: "stop" | "continue" | undefined;
  /** `source` (the default) keeps to the first source that succeeded; `none` walks the whole chain at each load. */
  readonly pin?: "source" | "none" | undefined;
}

/**
 * Asks sources in order and takes the first that is configured. When none is, the chain is itself unavailable, with
 * `CHAIN_EXHAUSTED` as the cause; a source that fails ends the load with its own error, `source` being the full path and
 * `attempts` the trace so far. Throws `CONFIG_INVALID` for an empty name or list and
 * for a link that is no source.
 */
export function chain<C extends Credentials = AccessKeyCredentials>(
  name: string,
  sources: readonly CredentialsSource<C>[],
  options: ChainOptions = {},
): CredentialsSource<C> {
  requireText("name", name);
  const links = [sources].flat();
  links.forEach((link, index) => requireMethod(`sources[${index}]`, link, "load"));
  if (links.length === 0) throw configInvalid("sources", "a list of at least one source", name);
  const fixed = links[0]?.fixed;
  let pinned: CredentialsSource<C> | undefined;

  async function load(context: LoadContext): Promise<C | Unavailable> {
    const trace = startTrace(context);
    // A load beside this one may pin meanwhile.
    const winner = pinned;
    const reasons: string[] = [];
    let failure: CredentialsError | undefined;
    for (const link of winner === undefined ? links : [winner]) {
      const path = `${name}/${link.name}`;
      const answer = await trace
        .record(path, () => loadWithSourcePrefix(name, link, trace.context))
        .catch((thrown: unknown) => failureOf(thrown, path));
      let reason: string;
      if (isCredentialsError(answer)) {
        if (winner !== undefined || options.onFailure !== "continue" || context.signal.aborted) throw answer;
        failure ??= answer;
        reason = answer.message;
      } else if (isUnavailable(answer)) {
        if (winner !== undefined) throw failureOfUnavailable(answer, path);
        ({ reason } = answer);
      } else {
        if (options.pin !== "none") pinned ??= link;
        return answer;
      }
      reasons.push(`${link.name}: ${reason}`);
      context.signal.throwIfAborted();
    }

    const reason = reasons.join("; ");
    const message = `${name} found no credentials. ${reason}`;
    const { retryAfter } = failure ?? {};
    const exhausted = failed("CHAIN_EXHAUSTED", name, message, failure).with({ attempts: trace.attempts, retryAfter });
    if (failure !== undefined) throw exhausted;
    return unavailable(reason, { cause: exhausted });
  }

  return Object.freeze({ name, ...defined({ fixed: fixed && withSourcePrefix(name, fixed) }), load });
}
