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
  else if ("write" in target) target.write(`${line}\n`);
  else target[severity](line);
}
