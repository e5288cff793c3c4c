import type { LogPrinter } from "./log.js";

/** The log's default printer. */
export const printToStandardError: LogPrinter = (level, line) => {
  // eslint-disable-next-line no-console -- the log is printed only when its level was set
  console.error(`[credport-oss] ${level} ${line}`);
};
