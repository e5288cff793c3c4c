import type { HttpRequest, HttpResponse } from "./http.js";

/** Options of {@link Host.readFile}. */
export interface ReadFileOptions {
  /** Files over this many bytes are refused. Default 1 MiB. */
  readonly maxBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Options of {@link Host.writeFileAtomic}. */
export interface WriteFileOptions {
  /** Permission bits of a new file, e.g. `0o600`. An existing file keeps its own. Default `0o600`. */
  readonly mode?: number | undefined;
}

/** Options of {@link Host.lockFile}. */
export interface LockFileOptions {
  /** A lock file older than this, in ms, was left behind and is taken over. Default 10 000. */
  readonly staleAfter?: number | undefined;
  /** How long to wait for another holder, in ms. Default 5 000. */
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Options of {@link Host.execFile}. */
export interface ExecFileOptions {
  /** Variables added to the host's environment. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly cwd?: string | undefined;
  /** After this many ms the whole process group gets SIGTERM, then SIGKILL. Default 60 000. */
  readonly timeout?: number | undefined;
  /** More output than this, in bytes, on either stream ends the process. Default 1 MiB. */
  readonly maxOutputBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How a process ended. */
export interface ExecFileResult {
  /** The exit code; `null` when a signal ended the process. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Options of {@link Host.sleep}. */
export interface SleepOptions {
  readonly signal?: AbortSignal | undefined;
  /** Whether the process stays alive for it: for a wait that a caller awaits, such as polling a job. Default false. */
  readonly holdsProcess?: boolean | undefined;
}

/** The part of Node's `TracingChannel` that the engine uses. */
export interface HostTracingChannel {
  readonly hasSubscribers: boolean;
  /** Runs a function between the channel's events; `context` is what subscribers get, the outcome is added to it. */
  tracePromise<T>(run: () => Promise<T>, context: object): Promise<T>;
}

/**
 * Everything outside the program, injected. `@credport/node` supplies the real one, `@credport/testing` a scripted one with
 * a fake clock. Failures are `CredentialsError`s with an empty `source`, which whoever called the source fills in.
 */
export interface Host {
  /** Milliseconds since the epoch. The real host may keep the value for the current turn of the event loop. */
  now(): number;
  /** Waits. Rejects with the signal's reason when it aborts. */
  sleep(milliseconds: number, options?: SleepOptions): Promise<void>;
  /** Uniform in [0, 1). For jitter, never for secrets. */
  random(): number;
  /** Cryptographically strong random bytes. */
  randomBytes(length: number): Uint8Array;
  /** One environment variable, read now. An empty value counts as unset: `undefined`. */
  env(name: string): string | undefined;
  /** The home directory (`HOME`, on Windows `USERPROFILE`, else the system's), or `undefined` where there is none. */
  homedir(): string | undefined;
  /** Node's `process.platform`. */
  readonly platform: string;
  /** Node's `process.arch`. */
  readonly arch: string;
  /** The runtime and its version as in a user agent, e.g. `Node.js/20.20.2`. */
  readonly runtime: string;
  /** Resolves symbolic links; a path that does not exist rejects with `NOT_CONFIGURED`. */
  realpath(path: string): Promise<string>;
  /** Reads a whole UTF-8 file. Absent: `NOT_CONFIGURED`; unreadable, a directory or too large: `FILE_UNREADABLE`. */
  readFile(path: string, options?: ReadFileOptions): Promise<string>;
  /** Replaces a file in one step (temporary file beside it, fsync, rename), symbolic links kept. Fails with `FILE_UNREADABLE`. */
  writeFileAtomic(path: string, content: string, options?: WriteFileOptions): Promise<void>;
  /** Takes an exclusive lock by creating `path`; dispose releases it. `undefined`: another holder outlasted the timeout. */
  lockFile(path: string, options?: LockFileOptions): Promise<AsyncDisposable | undefined>;
  /** Runs a program without a shell. A timeout is `PROCESS_TIMEOUT`, a failed start or too much output `PROCESS_FAILED`. */
  execFile(file: string, args: readonly string[], options?: ExecFileOptions): Promise<ExecFileResult>;
  /** One HTTP exchange under the limits of {@link HttpRequest}; any status is an answer. Never follows a redirect. */
  request(request: HttpRequest): Promise<HttpResponse>;
  /** Runs a function outside any `AsyncLocalStorage` context, so a background load inherits none from its first caller. */
  detach<T>(run: () => T): T;
  /** Node's diagnostics tracing channel of that name, where somebody listens to it. Ask anew for each use. */
  tracingChannel?(name: string): HostTracingChannel | undefined;
}
