import { AsyncLocalStorage } from "node:async_hooks";
import { tracingChannel } from "node:diagnostics_channel";
import type { Host } from "@credport/core";
import { FakeClock } from "../clock/fake-clock.js";
import { MemoryFiles } from "./memory-files.js";
import { randomNumbers } from "./random-numbers.js";
import { ScriptedHttp, type RecordedRequest, type RequestHandler } from "./scripted-http.js";
import { ScriptedProcesses, type CommandHandler, type RecordedCommand } from "./scripted-processes.js";

/** Options of {@link scriptedHost}. */
export interface ScriptedHostOptions {
  readonly clock?: FakeClock | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Paths and contents. */
  readonly files?: Readonly<Record<string, string>> | undefined;
  /** Default `/home/tester`; `null` for none. `HOME` (on `win32` `USERPROFILE`) in `env` goes first, as on a real host. */
  readonly homedir?: string | null | undefined;
  /** Default `linux`. */
  readonly platform?: string | undefined;
  /** What `random()` answers: always this number (default 0.5), or whatever the function says. */
  readonly random?: number | (() => number) | undefined;
  /** Decides `randomBytes`. Default 1. */
  readonly seed?: number | undefined;
}

/** A host without an outside: everything it answers was scripted, everything it was asked is kept. */
export interface ScriptedHost extends Host {
  readonly clock: FakeClock;
  /** The environment, which a test may change at any time. */
  readonly environment: Map<string, string>;
  readonly files: MemoryFiles;
  /** The HTTP requests so far, in order. */
  readonly requests: readonly RecordedRequest[];
  /** The programs run so far, in order. */
  readonly commands: readonly RecordedCommand[];
  /** Answers all requests from now on. Without it no host can be reached. */
  onRequest(handler: RequestHandler): void;
  /** Plays all programs from now on. Without it there are none. */
  onExecFile(handler: CommandHandler): void;
}

/** Makes a {@link ScriptedHost}. Time stands still until `host.clock.advance(ms)`; random numbers are the same in every run. */
export function scriptedHost(options: ScriptedHostOptions = {}): ScriptedHost {
  const {
    clock = new FakeClock(),
    env = {},
    homedir = "/home/tester",
    platform = "linux",
    random = 0.5,
    seed = 1,
  } = options;
  const environment = new Map(Object.entries(env));
  const files = new MemoryFiles(clock);
  for (const [path, content] of Object.entries(options.files ?? {})) files.write(path, content);
  const http = new ScriptedHttp(clock);
  const processes = new ScriptedProcesses(clock);
  const nextByte = randomNumbers(seed);
  const outside = AsyncLocalStorage.snapshot();

  return {
    clock,
    environment,
    files,
    requests: http.requests,
    commands: processes.commands,
    onRequest: (handler) => http.handle(handler),
    onExecFile: (handler) => processes.handle(handler),

    now: () => clock.now(),
    sleep: (milliseconds, sleepOptions) => clock.sleep(milliseconds, sleepOptions),
    random: typeof random === "number" ? () => random : random,
    randomBytes: (length) => Uint8Array.from({ length }, () => Math.floor(nextByte() * 256)),
    env: (name) => environment.get(name) || undefined,
    homedir: () => environment.get(platform === "win32" ? "USERPROFILE" : "HOME") || (homedir ?? undefined),
    platform,
    arch: "x64",
    runtime: "Node.js/20.20.2",
    realpath: (path) => files.realpath(path),
    readFile: (path, readOptions) => files.readFile(path, readOptions),
    writeFileAtomic: (path, content, writeOptions) => files.writeFileAtomic(path, content, writeOptions),
    lockFile: (path, lockOptions) => files.lockFile(path, lockOptions),
    execFile: (file, args, execOptions) => processes.execFile(file, args, execOptions),
    request: (request) => http.request(request),
    detach: (run) => outside(run),
    tracingChannel: (name) => tracingChannel(name),
  };
}
