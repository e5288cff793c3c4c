import {
  isCredentialsError,
  isUnavailable,
  type CredentialsError,
  type CredentialsSource,
  type Credentials,
} from "@credport/core";
import type { ScriptedHost } from "./scripted-host.js";

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
export async function loadFailure(
  source: CredentialsSource<Credentials>,
  host: ScriptedHost,
): Promise<CredentialsError> {
  return failureOf(async () => {
    const result = await source.load(host.context());
    if (isUnavailable(result)) throw result.cause;
  });
}

/** Loads a source that must succeed. */
export async function load<C extends Credentials>(source: CredentialsSource<C>, host: ScriptedHost): Promise<C> {
  const result = await source.load(host.context());
  if (isUnavailable(result)) throw new Error(`unavailable: ${result.reason}`);
  return result;
}
