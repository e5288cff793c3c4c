import { createHash } from "node:crypto";
import { join } from "node:path";
import { isCredentialsError, type Host } from "@credport/core";
import { remove } from "../files/local-file.js";
import { parseCheckpoint } from "./parse-checkpoint.js";

/** A record, in a file, of how far a transfer has come. One that belongs to another state of its source is of no use. */
export class Checkpoint<State extends object> {
  readonly #host: Host;
  readonly #path: string;
  /** What the transfer is of: it must be the same when it goes on. */
  readonly #subject: string;

  /** `names`: what the file is named for; `subject`: what must not have changed. */
  constructor(host: Host, directory: string, names: readonly string[], suffix: ".ucp" | ".dcp", subject: object) {
    this.#host = host;
    const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);
    this.#path = join(directory, `${names.map(digest).join("-")}${suffix}`);
    this.#subject = JSON.stringify(subject);
  }

  /** The fields of what was saved for the same subject, as they stand in the file. */
  async load(): Promise<ReadonlyMap<string, unknown> | undefined> {
    try {
      return parseCheckpoint(await this.#host.readFile(this.#path, { maxBytes: 16 * 1024 * 1024 }), this.#subject);
    } catch (error) {
      // No file is the ordinary case; a broken one is as good as none.
      if (isCredentialsError(error)) return undefined;
      throw error;
    }
  }

  /** Replaces the saved state. */
  save(state: State): Promise<void> {
    return this.#host.writeFileAtomic(this.#path, JSON.stringify({ subject: this.#subject, state }));
  }

  /** The transfer is over. */
  clear(): Promise<void> {
    return remove(this.#path);
  }
}
