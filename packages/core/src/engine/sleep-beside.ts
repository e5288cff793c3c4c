import type { Credentials } from "../credentials/credentials.js";
import type { Host } from "../host/host.js";
import type { Flight } from "./engine.js";

/**
 * Waits so many ms beside a load in flight, not at all when they are over already. Rejects when the load ends before, and holds no
 * timer then.
 */
export function sleepBeside<C extends Credentials>(
  flight: Flight<C>,
  host: Pick<Host, "sleep">,
  milliseconds: number,
): Promise<void> {
  if (milliseconds <= 0) return Promise.resolve();
  const over = new AbortController();
  const end = (): void => over.abort();
  flight.end.then(end, end);
  return host.sleep(milliseconds, { signal: over.signal });
}
