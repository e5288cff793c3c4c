import { spawn, type ChildProcessByStdio } from "node:child_process";
import type { Readable } from "node:stream";
import { CredentialsError, type ExecFileOptions, type ExecFileResult } from "@credport/core";
import { allowManyListeners } from "@credport/node";
import { abortedError } from "../aborted-error.js";
import { limitTimer } from "../clock/limit-timer.js";
import { errorCode } from "../error-code.js";

const defaultTimeout = 60_000;
const defaultMaxOutputBytes = 1024 * 1024;
/** How long a process may take to end by itself after SIGTERM, in ms. */
const gracePeriod = 1_000;

/**
 * Runs a program without a shell, in a process group of its own. A timeout, too much output or an abort ends the whole group:
 * SIGTERM, then SIGKILL. Resolves with any exit code; arguments and output never enter an error.
 */
export function execFile(
  file: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  options: ExecFileOptions = {},
): Promise<ExecFileResult> {
  const { timeout = defaultTimeout, maxOutputBytes = defaultMaxOutputBytes, signal } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(abortedError(`running ${file}`, signal));
      return;
    }
    const child = start(file, args, { cwd: options.cwd, env: { ...environment, ...options.env } });
    let failure: CredentialsError | undefined;
    const stop = (error: CredentialsError): void => {
      if (failure !== undefined) return;
      failure = error;
      endGroup(child);
    };
    const tooMuch = (): void => {
      const message = `${file} printed more than ${String(maxOutputBytes)} bytes`;
      stop(new CredentialsError({ code: "PROCESS_FAILED", message }));
    };
    const abort = (): void => {
      if (signal !== undefined) stop(abortedError(`running ${file}`, signal));
    };
    const timer = limitTimer(() => {
      const message = `${file} did not end within ${String(timeout)} ms`;
      stop(new CredentialsError({ code: "PROCESS_TIMEOUT", message }));
    }, timeout);
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
    const stdout = collect(child.stdout, maxOutputBytes, tooMuch);
    const stderr = collect(child.stderr, maxOutputBytes, tooMuch);
    if (signal !== undefined) allowManyListeners(signal);
    signal?.addEventListener("abort", abort, { once: true });
    child.once("error", (error) => {
      settle();
      reject(startFailure(file, error));
    });
    child.once("close", (exitCode) => {
      settle();
      if (failure === undefined) resolve({ exitCode, stdout: stdout(), stderr: stderr() });
      else reject(failure);
    });
  });
}

type OutputProcess = ChildProcessByStdio<null, Readable, Readable>;

function start(
  file: string,
  args: readonly string[],
  options: { cwd: string | undefined; env: NodeJS.ProcessEnv },
): OutputProcess {
  try {
    return spawn(file, args, {
      ...options,
      stdio: ["ignore", "pipe", "pipe"],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
  } catch (error) {
    throw startFailure(file, error);
  }
}

/** Has no cause: Node puts the arguments into the error's text and fields. */
function startFailure(file: string, error: unknown): CredentialsError {
  return new CredentialsError({
    code: "PROCESS_FAILED",
    message: `cannot start ${file}: ${errorCode(error) ?? "unknown error"}`,
  });
}

/** Gathers a stream up to the limit; the result reads it as UTF-8. */
function collect(stream: Readable, maxBytes: number, onTooMuch: () => void): () => string {
  const chunks: Buffer[] = [];
  let length = 0;
  stream.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > maxBytes) onTooMuch();
    else chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString("utf8");
}

/** SIGTERM to the whole group, SIGKILL to what is left of it after the grace period. */
function endGroup(child: OutputProcess): void {
  if (process.platform === "win32") {
    endTree(child);
    return;
  }
  signalGroup(child, "SIGTERM");
  const timer = setTimeout(() => {
    signalGroup(child, "SIGKILL");
    // A grandchild that left the group may hold the pipes; without them "close" comes once the child itself has ended.
    child.stdout.destroy();
    child.stderr.destroy();
  }, gracePeriod);
  child.once("close", () => {
    clearTimeout(timer);
    signalGroup(child, "SIGKILL");
  });
}

function signalGroup({ pid }: OutputProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: nobody is left in the group.
    return;
  }
}

/** Windows has no process groups and no SIGTERM; taskkill ends the tree of children. */
function endTree(child: OutputProcess): void {
  spawn("taskkill", ["/pid", String(child.pid), "/T", "/F"], { stdio: "ignore", windowsHide: true }).on("error", () =>
    child.kill(),
  );
}
