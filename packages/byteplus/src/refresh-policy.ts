import { defaultRefreshPolicy, type RefreshPolicy } from "@credport/core";

/** The reference's windows: due at expiration minus `window` ms, or at half the lifetime if that is under twice the window. */
function windowPolicy(window: number): RefreshPolicy {
  return Object.freeze<RefreshPolicy>({
    plan: ({ obtainedAt, expiresAt }) => {
      const lifetime = expiresAt - obtainedAt;
      const refreshAt = expiresAt - (lifetime < 2 * window ? lifetime / 2 : window);
      // The reference makes its caller wait from here on; the engine bounds that wait and then serves the old credential.
      return { refreshAt, blockAt: refreshAt, rejectAt: expiresAt };
    },
    afterFailure: (input) => defaultRefreshPolicy.afterFailure(input),
  });
}

/** Refreshes as the reference does: 60 s before expiry, without jitter. Back-off after a failure is core's. */
export const byteplusRefreshPolicy: RefreshPolicy = windowPolicy(60_000);

/** The same for ECS roles, which the reference refreshes 300 s before expiry. */
export const byteplusEcsRefreshPolicy: RefreshPolicy = windowPolicy(300_000);
