import type { Credentials } from "../credentials/credentials.js";
import type { Host } from "../host/host.js";
import type { CredentialsProvider } from "../sources/credentials-provider.js";

/** How long it waits between two looks, in ms: at least, so that a load in flight is not asked for in a loop, and at most. */
const shortest = 1_000;
const longest = 3_600_000;

/**
 * Refreshes a provider when its plan says so even if nobody asks, until the result is disposed. Its timer does not hold the
 * process. Failures are the provider's own: events, `status()` and its back-off.
 */
export function keepWarm<C extends Credentials>(
  provider: CredentialsProvider<C>,
  options: { readonly host: Pick<Host, "now" | "sleep"> },
): Disposable {
  const { host } = options;
  const controller = new AbortController();
  const { signal } = controller;

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await provider.getCredentials({ signal }).catch(() => undefined);
      const { state, nextAttemptAt = Infinity } = provider.status();
      if (state === "disposed") return;
      const wait = nextAttemptAt - host.now();
      await host.sleep(Math.min(Math.max(wait, shortest), longest), { signal });
    }
  }
  // The one rejection is that of the sleep it is disposed in.
  run().catch(() => undefined);
  return { [Symbol.dispose]: () => controller.abort() };
}
