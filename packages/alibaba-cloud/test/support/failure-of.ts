import {
  isCredentialsError,
  isUnavailable,
  type Credentials,
  type CredentialsError,
  type CredentialsSource,
  type LoadContext,
} from "@credport/core";
import { loadContext, type ScriptedHost } from "@credport/testing";

/** The `CredentialsError` that something throws or rejects with. Anything else fails the test. */
export async function failureOf(run: () => unknown): Promise<CredentialsError> {
  try {
    await run();
  } catch (error) {
    if (isCredentialsError(error)) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** How a source alone fails on a host: what it throws, or the cause of its being unavailable. */
export function loadFailure(source: CredentialsSource<Credentials>, host: ScriptedHost): Promise<CredentialsError> {
  return failureOf(async () => {
    const result = await source.load(loadContext(host));
    if (isUnavailable(result)) throw result.cause;
  });
}

/** Why a source is not configured on a host. */
export async function unavailableReason(source: CredentialsSource<Credentials>, host: ScriptedHost): Promise<string> {
  const result = await source.load(loadContext(host));
  if (!isUnavailable(result)) throw new Error("It answered with credentials.");
  return result.reason;
}

/** Loads a source that must succeed. */
export async function load<C extends Credentials>(
  source: CredentialsSource<C>,
  host: ScriptedHost,
  overrides: Partial<LoadContext> = {},
): Promise<C> {
  const result = await source.load(loadContext(host, overrides));
  if (isUnavailable(result)) throw new Error(`It is not configured: ${result.reason}`);
  return result;
}
