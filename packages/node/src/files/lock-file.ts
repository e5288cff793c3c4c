import { randomBytes } from "node:crypto";
import { link, lstat, open, readFile, rename, rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { LockFileOptions } from "@credport/core";
import { throwIfAborted } from "../aborted-error.js";
import { errorCode } from "../error-code.js";
import { fileFailure, isAbsent } from "./file-failure.js";

/** How often a waiting process looks again, in ms. */
const pollInterval = 25;

/**
 * Takes an exclusive lock by creating `path`; disposing the result releases it. A lock file older than `staleAfter` was left
 * behind and is taken over. Resolves to `undefined` when another holder outlasts the timeout.
 */
export async function lockFile(path: string, options: LockFileOptions = {}): Promise<AsyncDisposable | undefined> {
  const { staleAfter = 10_000, timeout = 5_000, signal } = options;
  const token = randomBytes(16).toString("hex");
  const deadline = Date.now() + timeout;
  for (;;) {
    throwIfAborted(`waiting for the lock ${path}`, signal);
    try {
      if (await create(path, token)) return { [Symbol.asyncDispose]: () => release(path, token) };
      if (await removeStale(path, staleAfter)) continue;
    } catch (error) {
      throw fileFailure("lock", path, error);
    }
    const left = deadline - Date.now();
    if (left <= 0) return undefined;
    await delay(Math.min(pollInterval, left));
  }
}

async function create(path: string, token: string): Promise<boolean> {
  try {
    const file = await open(path, "wx", 0o600);
    try {
      await file.writeFile(token);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (isHeld(error)) return false;
    throw error;
  }
}

/** Windows answers EPERM or EACCES while another process is deleting the file. */
function isHeld(error: unknown): boolean {
  const code = errorCode(error);
  return code === "EEXIST" || (process.platform === "win32" && (code === "EPERM" || code === "EACCES"));
}

/** Removes a lock file that was left behind. Whether there is reason to try again at once. */
async function removeStale(path: string, staleAfter: number): Promise<boolean> {
  const seen = await lstat(path).catch(absentAsUndefined);
  if (seen === undefined) return true;
  if (Date.now() - seen.mtimeMs < staleAfter) return false;
  // Of several processes that saw the same stale file, the rename lets one win; one that comes late has moved a fresh lock and puts it back.
  const aside = `${path}.${randomBytes(8).toString("hex")}.stale`;
  try {
    await rename(path, aside);
    const moved = await lstat(aside);
    if (moved.ino !== seen.ino || moved.mtimeMs !== seen.mtimeMs) await link(aside, path);
    await rm(aside, { force: true });
  } catch (error) {
    await rm(aside, { force: true });
    if (!isAbsent(error) && errorCode(error) !== "EEXIST") throw error;
  }
  return true;
}

/** Removes the lock file if it is still the holder's own: another process may have taken over a lock held too long. */
async function release(path: string, token: string): Promise<void> {
  try {
    const holder = await readFile(path, "utf8").catch(absentAsUndefined);
    if (holder === token) await rm(path, { force: true });
  } catch (error) {
    throw fileFailure("unlock", path, error);
  }
}

function absentAsUndefined(error: unknown): undefined {
  if (isAbsent(error)) return undefined;
  throw error;
}
