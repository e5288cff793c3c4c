import { writeStandardError } from "@credport/node";

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
  if (target === undefined) writeStandardError(`${line}\n`);
  // Some loggers are streams of records too, whose `write` takes no text.
  else if ("debug" in target) target[severity](line);
  else target.write(`${line}\n`);
}
