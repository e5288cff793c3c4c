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
    await lock?.[Symbol.asyncDispose]();
  }
}

/** Tells that something could not be written, which never fails a load. */
export function warnNotWritten(context: LoadContext, path: string, why: string): void {
  context.warn?.({ code: "config-not-written", message: `${path} was not updated: ${why}` });
}

async function takeLock({ host, signal, warn }: LoadContext, path: string): Promise<AsyncDisposable | undefined> {
  const report = (why: string): void => {
    warn?.({ code: "config-not-locked", message: `${path} was neither locked nor updated: ${why}` });
  };
  try {
    const options = { staleAfter: 10_000, timeout: 5_000, signal };
    const lock = await host.lockFile(`${await host.realpath(path)}.lock`, options);
    if (lock === undefined) report("another process has held the lock for 5 s");
    return lock;
  } catch (error) {
    if (!isCredentialsError(error) || error.code === "ABORTED") throw error;
    report(error.message);
    return undefined;
  }
}
