import { createReadStream } from "node:fs";
import { open, rename, rm, stat, type FileHandle } from "node:fs/promises";
import type { ReplayableBody } from "../body/body-input.js";
import { InvalidParameterError, invalidField } from "../errors/invalid-parameter-error.js";

/** Bytes read from a file at once: what goes out as one write. */
const readBytes = 256 * 1024;

/** What tells one state of a file from another. */
export interface LocalFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** In ms since the epoch. */
  readonly modified: number;
}

/** Looks at a file. Throws `InvalidParameterError` for one that is not there, cannot be read or is no file. */
export async function inspectFile(path: string): Promise<LocalFile> {
  try {
    const handle = await open(path, "r");
    try {
      const status = await handle.stat();
      const { size, mtimeMs } = status;
      if (status.isFile()) return { path, size, modified: Math.floor(mtimeMs) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(path, error);
  }
  throw unreadable(path, new Error("not a regular file"));
}

/** Checks that there is such a directory. Throws `InvalidParameterError` for the field that names it. */
export async function requireDirectory(path: string, field: string): Promise<void> {
  const status = await stat(path).catch(() => undefined);
  if (status?.isDirectory() !== true) throw invalidField(field, `There is no directory ${path}.`);
}

/** A stretch of a file as a body, `end` not included. */
export function fileBody(
  { path, size }: Pick<LocalFile, "path" | "size">,
  start = 0,
  end: number = size,
): ReplayableBody {
  const length = end - start;
  // `end` of a read stream is included, so no bytes at all cannot be said.
  return {
    length,
    open: () => (length === 0 ? nothing() : createReadStream(path, { start, end: end - 1, highWaterMark: readBytes })),
  };
}

/** Opens a file for writing at any place; its content stays when `keep`. */
export async function openForWriting(path: string, keep: boolean): Promise<FileHandle> {
  const flags = keep && (await exists(path)) ? "r+" : "w+";
  return open(path, flags, 0o664);
}

/** Whether there is something under that name. */
export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Gives a file its final name, in one step. */
export function moveInto(from: string, to: string): Promise<void> {
  return rename(from, to);
}

/** Removes a file; one that is not there is fine. */
export function remove(path: string): Promise<void> {
  return rm(path, { force: true });
}

async function* nothing(): AsyncIterable<Uint8Array> {}

function unreadable(path: string, cause: unknown): InvalidParameterError {
  const error = new InvalidParameterError("filePath", `invalid field, filePath. The file ${path} cannot be read.`);
  error.cause = cause;
  return error;
}
