import { isCredentialsError, type LoadContext } from "@credport/core";

/**
 * Runs something while no other process changes a config.json ("alibaba-credentials" section 3.5): under the lock file beside
 * it, links resolved. `isLocked` is false, after a warning, where the lock could not be had: then nothing may be written.
 */
export async function withConfigLock<T>(
  context: LoadContext,
  path: string,
  run: (isLocked: boolean) => Promise<T>,
): Promise<T> {
  const lock = await takeLock(context, path);
  try {
    return await run(lock !== undefined);
  } finally {
    await release(context, path, lock);
  }
}

/** Tells that something could not be written, which never fails a load. */
export function warnNotWritten(context: LoadContext, path: string, failure: unknown): void {
  warn(context, "config-not-written", `${path} was not updated: ${reasonOf(failure)}`);
}

async function takeLock(context: LoadContext, path: string): Promise<AsyncDisposable | undefined> {
  const { host, signal } = context;
  const report = (why: string): void => {
    warn(context, "config-not-locked", `${path} was neither locked nor updated: ${why}`);
  };
  try {
    const options = { staleAfter: 10_000, timeout: 5_000, signal };
    const lock = await host.lockFile(`${await host.realpath(path)}.lock`, options);
    if (lock === undefined) report("another process has held the lock for 5 s");
    return lock;
  } catch (error) {
    if (isCredentialsError(error) && error.code === "ABORTED") throw error;
    report(reasonOf(error));
    return undefined;
  }
}

async function release(context: LoadContext, path: string, lock: AsyncDisposable | undefined): Promise<void> {
  try {
    await lock?.[Symbol.asyncDispose]();
  } catch (error) {
    warn(context, "config-not-unlocked", `${path} stays locked for 10 s: ${reasonOf(error)}`);
  }
}

function warn(context: LoadContext, code: string, message: string): void {
  context.warn?.({ code, message });
}

/** Only a host's own failures are known to hold no secret. */
function reasonOf(failure: unknown): string {
  return isCredentialsError(failure) ? failure.message : "an unexpected failure";
}
