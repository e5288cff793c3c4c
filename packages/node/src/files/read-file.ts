import { constants } from "node:fs";
import { open, realpath as resolveLinks, type FileHandle } from "node:fs/promises";
import { CredentialsError, isCredentialsError, type ReadFileOptions } from "@credport/core";
import { throwIfAborted } from "../aborted-error.js";
import { readFailure } from "./file-failure.js";

const defaultMaxBytes = 1024 * 1024;

/** Resolves symbolic links. Rejects with `NOT_CONFIGURED` when the path does not exist. */
export async function realpath(path: string): Promise<string> {
  try {
    return await resolveLinks(path);
  } catch (error) {
    throw readFailure(path, error);
  }
}

/** Reads a whole UTF-8 file, a byte order mark dropped. Refuses what is no file and what is larger than `maxBytes`. */
export async function readFile(path: string, options: ReadFileOptions = {}): Promise<string> {
  const { maxBytes = defaultMaxBytes, signal } = options;
  throwIfAborted(`reading ${path}`, signal);
  let file: FileHandle | undefined;
  try {
    // Without O_NONBLOCK, opening a pipe that nobody writes to would keep a thread of the pool for ever.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = await file.stat();
    if (!stats.isFile() && !stats.isCharacterDevice()) throw unreadable(path, "it is not a regular file");
    const bytes = await readAtMost(file, maxBytes + 1, () => {
      throwIfAborted(`reading ${path}`, signal);
    });
    if (bytes.length > maxBytes) throw unreadable(path, `it is larger than ${String(maxBytes)} bytes`);
    return new TextDecoder().decode(bytes);
  } catch (error) {
    throw isCredentialsError(error) ? error : readFailure(path, error);
  } finally {
    await file?.close();
  }
}

/** Reads to the end or to the limit. The size a file reports is no guide: it is 0 for those under `/proc`. */
async function readAtMost(file: FileHandle, limit: number, beforeEach: () => void): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  while (length < limit) {
    beforeEach();
    const chunk = Buffer.alloc(Math.min(64 * 1024, limit - length));
    const { bytesRead } = await file.read(chunk, 0, chunk.length);
    if (bytesRead === 0) break;
    chunks.push(chunk.subarray(0, bytesRead));
    length += bytesRead;
  }
  return Buffer.concat(chunks);
}

function unreadable(path: string, why: string): CredentialsError {
  return new CredentialsError({ code: "FILE_UNREADABLE", message: `cannot read ${path}: ${why}` });
}
