/** How much the client writes to its log. */
export type LogLevel = "off" | "error" | "warning" | "info" | "debug";

/** Receives one line of the log. It holds no authorization, token or signature. */
export type LogPrinter = (level: Exclude<LogLevel, "off">, line: string) => void;

const order: readonly LogLevel[] = ["off", "error", "warning", "info", "debug"];

const names: Readonly<Record<string, LogLevel>> = {
  error: "error",
  err: "error",
  warning: "warning",
  warn: "warning",
  info: "info",
  debug: "debug",
  dbg: "debug",
};

/** The level that `OSS_SDK_LOG_LEVEL` names, any case; anything else is `off`. */
export function parseLogLevel(text: string | undefined): LogLevel {
  return names[text?.toLowerCase() ?? ""] ?? "off";
}

/** Writes to a printer what its level lets through. */
export class Log {
  readonly #limit: number;
  readonly #print: LogPrinter;

  constructor(level: LogLevel, print: LogPrinter) {
    this.#limit = order.indexOf(level);
    this.#print = print;
  }

  /** `line` is called only when the level is on. */
  write(level: Exclude<LogLevel, "off">, line: () => string): void {
    if (order.indexOf(level) <= this.#limit) this.#print(level, line());
  }
}
