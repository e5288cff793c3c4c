import { randomBytes } from "node:crypto";
import { open, readlink, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { WriteFileOptions } from "@credport/core";
import { fileFailure, isAbsent } from "./file-failure.js";

/** Links followed before a loop is assumed, as the kernel does. */
const maxLinks = 40;

/**
 * Replaces a file in one step: a temporary file beside it, fsync, rename, fsync of the folder. Readers see the old content or the
 * new, never a mixture. Symbolic links stay, an existing file keeps its permissions and, where root writes, its owner. The
 * temporary file never outlives a failure.
 */
export async function writeFileAtomic(path: string, content: string, options: WriteFileOptions = {}): Promise<void> {
  const { mode = 0o600 } = options;
  try {
    const target = await linkTarget(path, maxLinks);
    await replace(target, content, (await existing(target)) ?? { mode });
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

/** What a replaced file keeps. */
interface Attributes {
  readonly mode: number;
  readonly owner?: { readonly uid: number; readonly gid: number };
}

async function existing(path: string): Promise<Attributes | undefined> {
  try {
    const { mode, uid, gid } = await stat(path);
    return { mode: mode & 0o7777, owner: { uid, gid } };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

async function replace(target: string, content: string, { mode, owner }: Attributes): Promise<void> {
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(8).toString("hex")}.tmp`);
  const file = await open(temporary, "wx", 0o600);
  try {
    try {
      await file.writeFile(content);
      // Only root may give files away, and only root would otherwise take a user's own file from them.
      if (owner !== undefined && process.getuid?.() === 0) await file.chown(owner.uid, owner.gid);
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
