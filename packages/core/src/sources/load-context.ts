import type { LoadContext } from "./credentials-source.js";

/**
 * The context of a load with other reporters. It does not read the signal, which is made when somebody first does: most loads that
 * answer from memory end without one.
 */
export function withReporters(context: LoadContext, reporters: Pick<LoadContext, "warn" | "trace">): LoadContext {
  const { reason, previous, host, warn, reportClockSkew } = context;
  return {
    get signal() {
      return context.signal;
    },
    reason,
    previous,
    host,
    warn,
    reportClockSkew,
    ...reporters,
  };
}
