import { randomBytes } from "node:crypto";
import { open, readlink, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { WriteFileOptions } from "@credport/core";
import { fileFailure, isAbsent } from "./file-failure.js";

/** Links followed before a loop is assumed, as the kernel does. */
const maxLinks = 40;

/**
 * Replaces a file in one step: a temporary file beside it, fsync, rename, fsync of the folder. Readers see the old content or the
 * new, never a mixture. Symbolic links stay, an existing file keeps its permissions, the temporary file never outlives a failure.
 */
export async function writeFileAtomic(path: string, content: string, options: WriteFileOptions = {}): Promise<void> {
  const { mode = 0o600 } = options;
  try {
    const target = await linkTarget(path, maxLinks);
    await replace(target, content, (await existingMode(target)) ?? mode);
  } catch (error) {
    throw fileFailure("write", path, error);
  }
}

/** The file a path leads to, which need not exist: a link may dangle. */
async function linkTarget(path: string, linksLeft: number): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!isAbsent(error) || linksLeft === 0) throw error;
  }
  const folder = await realpath(dirname(path));
  const own = join(folder, basename(path));
  let link: string;
  try {
    link = await readlink(own);
  } catch {
    return own;
  }
  return linkTarget(resolve(folder, link), linksLeft - 1);
}

async function existingMode(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mode & 0o7777;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

async function replace(target: string, content: string, mode: number): Promise<void> {
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(8).toString("hex")}.tmp`);
  const file = await open(temporary, "wx", 0o600);
  try {
    try {
      await file.writeFile(content);
      await file.chmod(mode);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(target));
}

/** Makes the rename itself durable. Windows and some network file systems cannot; the content is on disk by then. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch {
    return;
  }
}
