import { CredentialsError, type LockFileOptions, type ReadFileOptions, type WriteFileOptions } from "@credport/core";
import type { FakeClock } from "../clock/fake-clock.js";
import { throwIfAborted } from "./scripted-limits.js";

type Entry =
  | { readonly kind: "file"; readonly content: string; readonly mode: number }
  | { readonly kind: "directory" }
  | { readonly kind: "unreadable" }
  | { readonly kind: "link"; readonly target: string };

/** Links followed before a circle is assumed, as on a real host. */
const longestChain = 40;

/** Files in memory: what a scripted host reads, writes and locks. Paths are plain keys; nothing is resolved against a folder. */
export class MemoryFiles {
  /** The paths read so far, in order. */
  readonly reads: string[] = [];
  readonly #entries = new Map<string, Entry>();
  readonly #locks = new Map<string, number>();
  readonly #clock: FakeClock;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  /** Puts a file there, mode `0o600` unless told otherwise. */
  write(path: string, content: string, mode = 0o600): this {
    this.#entries.set(path, { kind: "file", content, mode });
    return this;
  }

  /** Puts a folder there, which cannot be read as a file. */
  makeDirectory(path: string): this {
    this.#entries.set(path, { kind: "directory" });
    return this;
  }

  /** Puts a file there that this user may neither read nor write. */
  makeUnreadable(path: string): this {
    this.#entries.set(path, { kind: "unreadable" });
    return this;
  }

  /** Puts a symbolic link there. */
  link(path: string, target: string): this {
    this.#entries.set(path, { kind: "link", target });
    return this;
  }

  /** Removes whatever is there. */
  remove(path: string): this {
    this.#entries.delete(path);
    return this;
  }

  /** What a file holds now, links followed; `undefined` when there is none. */
  content(path: string): string | undefined {
    const entry = this.#entries.get(this.#resolve(path));
    return entry?.kind === "file" ? entry.content : undefined;
  }

  /** A file's permission bits. */
  mode(path: string): number | undefined {
    const entry = this.#entries.get(this.#resolve(path));
    return entry?.kind === "file" ? entry.mode : undefined;
  }

  /** Takes a lock as another process would. Release it with `unlock`. */
  lock(path: string): this {
    this.#locks.set(path, this.#clock.now());
    return this;
  }

  /** Releases a lock, whoever holds it. */
  unlock(path: string): this {
    this.#locks.delete(path);
    return this;
  }

  /** Whether a lock is held. */
  isLocked(path: string): boolean {
    return this.#locks.has(path);
  }

  /** `Host.realpath`. */
  async realpath(path: string): Promise<string> {
    const resolved = this.#resolve(path);
    const kind = this.#entries.get(resolved)?.kind;
    if (kind === undefined) throw absent(path);
    if (kind === "link") throw fileError(`cannot read ${path}: its links lead in a circle`);
    return resolved;
  }

  /** `Host.readFile`. */
  async readFile(path: string, options: ReadFileOptions = {}): Promise<string> {
    throwIfAborted(`reading ${path}`, options.signal);
    this.reads.push(path);
    const entry = this.#entries.get(this.#resolve(path));
    if (entry === undefined) throw absent(path);
    if (entry.kind !== "file") throw fileError(`cannot read ${path}: it is ${entry.kind}`);
    const { maxBytes = 1024 * 1024 } = options;
    if (Buffer.byteLength(entry.content) > maxBytes) {
      throw fileError(`cannot read ${path}: it is larger than ${String(maxBytes)} bytes`);
    }
    return entry.content;
  }

  /** `Host.writeFileAtomic`. */
  async writeFileAtomic(path: string, content: string, options: WriteFileOptions = {}): Promise<void> {
    const resolved = this.#resolve(path);
    const entry = this.#entries.get(resolved);
    if (entry !== undefined && entry.kind !== "file") throw fileError(`cannot write ${path}: it is ${entry.kind}`);
    this.write(resolved, content, entry?.mode ?? options.mode);
  }

  /** `Host.lockFile`. Waits on the fake clock. */
  async lockFile(path: string, options: LockFileOptions = {}): Promise<AsyncDisposable | undefined> {
    const { staleAfter = 10_000, timeout = 5_000, signal } = options;
    const deadline = this.#clock.now() + timeout;
    for (;;) {
      throwIfAborted(`waiting for the lock ${path}`, signal);
      const now = this.#clock.now();
      const taken = this.#locks.get(path);
      if (taken === undefined || now - taken >= staleAfter) return this.#take(path, now);
      if (now >= deadline) return undefined;
      // An abort ends the pause; what it means is said at the top of the loop.
      await this.#clock.sleep(Math.min(25, deadline - now), { signal }).catch(() => undefined);
    }
  }

  #take(path: string, now: number): AsyncDisposable {
    this.#locks.set(path, now);
    return {
      [Symbol.asyncDispose]: async () => {
        if (this.#locks.get(path) === now) this.#locks.delete(path);
      },
    };
  }

  #resolve(path: string, linksLeft: number = longestChain): string {
    const entry = this.#entries.get(path);
    return entry?.kind === "link" && linksLeft > 0 ? this.#resolve(entry.target, linksLeft - 1) : path;
  }
}

function absent(path: string): CredentialsError {
  return new CredentialsError({ code: "NOT_CONFIGURED", message: `no file at ${path}` });
}

function fileError(message: string): CredentialsError {
  return new CredentialsError({ code: "FILE_UNREADABLE", message });
}
