import { defaultRefreshPolicy, type RefreshPolicy } from "@credport/core";

/** The default policy, but a refresh is due after so many ms: rotations one can watch. */
export function rotatingPolicy(interval: number): RefreshPolicy {
  return {
    plan: (input) => ({ ...defaultRefreshPolicy.plan(input), refreshAt: input.obtainedAt + interval }),
    afterFailure: (input) => defaultRefreshPolicy.afterFailure(input),
  };
}
