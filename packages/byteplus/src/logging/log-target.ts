import { stderr } from "node:process";

/** Where lines go: a logger, or anything with `write`, such as a file stream. */
export type LogTarget =
  | {
      debug(line: string): void;
      warn(line: string): void;
      error(line: string): void;
    }
  | { write(text: string): unknown };

/** The severity of a line, for loggers that have one. */
export type Severity = "debug" | "warn" | "error";

/** Writes a line. Without a target it goes to standard error, never to standard output. */
export function writeLine(target: LogTarget | undefined, severity: Severity, line: string): void {
  const to: LogTarget = target ?? stderr;
  if ("write" in to) to.write(`${line}\n`);
  else to[severity](line);
}
