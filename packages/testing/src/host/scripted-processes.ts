import { CredentialsError, type ExecFileOptions, type ExecFileResult } from "@credport/core";
import type { FakeClock } from "../clock/fake-clock.js";
import { handled } from "./scripted-failure.js";
import { underLimit } from "./scripted-limits.js";

/** A program run as a scripted handler sees it. */
export interface RecordedCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly options: ExecFileOptions;
}

/** Plays a program; what it leaves out is exit code 0 and no output. Any `Error` it throws is `PROCESS_FAILED`. */
export type CommandHandler = (command: RecordedCommand) => Partial<ExecFileResult> | Promise<Partial<ExecFileResult>>;

/** The processes of a scripted host. Keeps every run; without a handler no program exists. */
export class ScriptedProcesses {
  /** The runs so far, in order. */
  readonly commands: RecordedCommand[] = [];
  readonly #clock: FakeClock;
  #handler: CommandHandler = ({ file }) => {
    throw startFailure(file, "ENOENT");
  };

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  /** Plays all programs from now on. */
  handle(handler: CommandHandler): void {
    this.#handler = handler;
  }

  /** `Host.execFile`. */
  async execFile(file: string, args: readonly string[], options: ExecFileOptions = {}): Promise<ExecFileResult> {
    const { timeout = 60_000, maxOutputBytes = 1024 * 1024, signal } = options;
    const command = { file, args, options };
    this.commands.push(command);
    const {
      exitCode = 0,
      stdout = "",
      stderr = "",
    } = await underLimit(
      () =>
        handled(
          () => this.#handler(command),
          (why) => startFailure(file, why),
        ),
      {
        clock: this.#clock,
        timeout,
        signal,
        action: `running ${file}`,
        timeoutError: () =>
          new CredentialsError({
            code: "PROCESS_TIMEOUT",
            message: `${file} did not end within ${String(timeout)} ms`,
          }),
      },
    );
    if (Math.max(Buffer.byteLength(stdout), Buffer.byteLength(stderr)) > maxOutputBytes) {
      const message = `${file} printed more than ${String(maxOutputBytes)} bytes`;
      throw new CredentialsError({ code: "PROCESS_FAILED", message });
    }
    return { exitCode, stdout, stderr };
  }
}

function startFailure(file: string, why: string): CredentialsError {
  return new CredentialsError({ code: "PROCESS_FAILED", message: `cannot start ${file}: ${why}` });
}
