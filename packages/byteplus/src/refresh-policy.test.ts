import { describe, expect, test } from "vitest";
import { byteplusEcsRefreshPolicy, byteplusRefreshPolicy } from "./refresh-policy.js";

const plan = (policy: typeof byteplusRefreshPolicy, lifetime: number): number => {
  const expiresAt = 1_000_000 + lifetime;
  const { refreshAt, rejectAt } = policy.plan({
    obtainedAt: 1_000_000,
    expiresAt,
    unchanged: false,
    random: () => 0.9,
  });
  expect(rejectAt).toBe(expiresAt);
  return expiresAt - refreshAt;
};

describe("1.1 byteplusRefreshPolicy", () => {
  test("due 60 s before expiry, without jitter", () => expect(plan(byteplusRefreshPolicy, 3_600_000)).toBe(60_000));
  test("half the lifetime under twice the window", () => expect(plan(byteplusRefreshPolicy, 100_000)).toBe(50_000));
  test("at exactly twice the window the window holds", () => expect(plan(byteplusRefreshPolicy, 120_000)).toBe(60_000));
  test("300 s for ECS", () => expect(plan(byteplusEcsRefreshPolicy, 3_600_000)).toBe(300_000));
});
