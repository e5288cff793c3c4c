/** Writes to the process's standard error: where diagnostics go that nobody gave another place. */
export function writeStandardError(text: string): void {
  process.stderr.write(text);
}
