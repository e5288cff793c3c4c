import { mkdir, mkdtemp, readlink, rename, rm, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

/**
 * A projected token volume as Kubernetes lays it out: `token` points at `..data/token`, `..data` at a dated directory, and a
 * rotation swaps `..data` in one step, so that a reader sees the old token or the new one, never half of one.
 */
export class TokenDirectory {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** The path programs are told to read. */
  get tokenFile(): string {
    return join(this.#directory, "token");
  }

  /** Puts a token in place of the one before. */
  async write(token: string): Promise<void> {
    await mkdir(this.#directory, { recursive: true });
    const data = join(this.#directory, "..data");
    const previous = await readlink(data).catch(() => undefined);
    const next = await mkdtemp(join(this.#directory, "..version_"));
    await writeFile(join(next, "token"), token);
    await symlink(basename(next), `${data}_tmp`);
    await rename(`${data}_tmp`, data);
    if (previous === undefined) await symlink(join("..data", "token"), this.tokenFile);
    else await rm(join(this.#directory, previous), { recursive: true });
  }
}
