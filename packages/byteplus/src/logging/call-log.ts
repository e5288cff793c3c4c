import type { CallInfo } from "../client/call.js";
import type { LoggingOptions } from "../config/options.js";
import { LogLevel, matchesLevel } from "./log-level.js";
import { writeLine, type Severity } from "./log-target.js";
import { Redactor } from "./redact.js";

/** The log of a client's calls. Texts are made only for levels that are on. */
export class CallLog {
  readonly redactor: Redactor;
  readonly #level: number;
  readonly #options: LoggingOptions;

  constructor(options: LoggingOptions) {
    this.#level = options.logLevel ?? (options.debug === true ? LogLevel.All : LogLevel.Off);
    this.#options = options;
    this.redactor = new Redactor(options.logSensitives);
  }

  /** Nothing at all is logged. */
  get isOff(): boolean {
    return this.#level === LogLevel.Off;
  }

  /** Writes what goes into a call or comes out of it: two levels ask for that. */
  writeInputOutput(call: CallInfo, text: () => string): void {
    const { InfoInputOutput, DebugInputOutput } = LogLevel;
    this.write(matchesLevel(this.#level, InfoInputOutput) ? InfoInputOutput : DebugInputOutput, "debug", call, text);
  }

  /** Writes a line, or several, if the level has all its bits. */
  write(bits: number, severity: Severity, call: CallInfo | undefined, text: () => string): void {
    if (this.isOff || !matchesLevel(this.#level, bits)) return;
    const account = call === undefined ? undefined : this.#options.logAccount?.(call);
    const what = call === undefined ? "" : ` ${call.service} ${call.action}`;
    const head = `[credport-byteplus]${account === undefined ? "" : ` [${account}]`}${what}`;
    writeLine(this.#options.logger, severity, `${head} ${text()}`);
  }
}
