import { assert, boolean, double, integer, option, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultRefreshPolicy } from "./default-refresh-policy.js";

const minute = 60_000;
const hour = 60 * minute;
const random = double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

function plan(lifetime: number, drawn: number): { lead: number; block: number; reject: number } {
  const obtainedAt = 1_767_268_800_000;
  const expiresAt = obtainedAt + lifetime;
  const made = defaultRefreshPolicy.plan({ obtainedAt, expiresAt, unchanged: false, random: () => drawn });
  return {
    lead: expiresAt - made.refreshAt,
    block: expiresAt - made.blockAt,
    reject: expiresAt - made.rejectAt,
  };
}

describe("alibaba-credentials.md 4.4: the windows", () => {
  test.each([
    // lifetime, drawn, lead: 15-25 % of the lifetime
    [hour, 0, 9 * minute],
    [hour, 0.5, 12 * minute],
    // at the cap the jitter stays: 36-60 minutes
    [12 * hour, 0, 36 * minute],
    [12 * hour, 0.5, 48 * minute],
    // at least 3 minutes
    [15 * minute, 0, 3 * minute],
    // never more than half
    [4 * minute, 0.5, 2 * minute],
  ])("a life of %i ms, drawn %d: the lead is %i ms", (lifetime, drawn, lead) => {
    expect(plan(lifetime, drawn).lead).toBeCloseTo(lead, 1);
  });

  test("callers wait in the last 180 s, or 10 % where that is less", () => {
    expect(plan(hour, 0.5).block).toBe(3 * minute);
    expect(plan(10 * minute, 0.5).block).toBeCloseTo(minute, 1);
  });

  test.each([0, -hour])("a life of %i ms: everything is over at its end", (lifetime) => {
    expect(plan(lifetime, 0.5)).toEqual({ lead: 0, block: 0, reject: 0 });
  });

  test("for every lifetime and draw the three instants are in order and inside the life", () => {
    assert(
      property(integer({ min: 1, max: 48 * hour }), random, (lifetime, drawn) => {
        const { lead, block, reject } = plan(lifetime, drawn);
        const most = Math.min(Math.max(lifetime * 0.25, 3 * minute), 60 * minute, lifetime / 2);
        return lead <= most + 1 && lead >= block - 1 && block >= reject && reject === 0;
      }),
    );
  });
});

describe("core.md 2: back-off", () => {
  const now = 1_767_268_800_000;
  const base = { now, failures: 1, permanent: false, unchanged: false, plan: undefined, retryAfter: undefined };
  const delay = (input: Partial<Parameters<typeof defaultRefreshPolicy.afterFailure>[0]>, drawn = 0.5): number =>
    defaultRefreshPolicy.afterFailure({ ...base, random: () => drawn, ...input }).nextAttemptAt - now;
  const left = (milliseconds: number) => ({
    plan: { refreshAt: now, blockAt: now, rejectAt: now + milliseconds },
  });

  test("the ceiling grows from 1 s to 60 s", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 2_000].map((failures) => delay({ failures }, 0))).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000,
    ]);
  });

  test("never under 100 ms", () => {
    expect(delay({}, 0.999_999)).toBe(100);
  });

  test.each([{ permanent: true }, { unchanged: true }])("30-60 s for %o", (kind) => {
    expect(delay({ ...kind, failures: 1 }, 0)).toBe(60_000);
    expect(delay({ ...kind, failures: 9 }, 0.999_999)).toBeCloseTo(30_000, 0);
  });

  test("Retry-After is a lower bound, capped at 5 minutes", () => {
    expect(delay({ retryAfter: 20_000 })).toBe(20_000);
    expect(delay({ retryAfter: 100, failures: 7 })).toBe(30_000);
    expect(delay({ retryAfter: hour })).toBe(5 * minute);
  });

  test("at most half of what is left, but not shortened below 1 s", () => {
    expect(delay({ retryAfter: 60_000, ...left(20_000) })).toBe(10_000);
    expect(delay({ retryAfter: 60_000, ...left(1_500) })).toBe(1_000);
    expect(delay({ failures: 1, ...left(1_500) })).toBe(500);
    expect(delay({ failures: 7, ...left(-1) })).toBe(30_000);
  });

  test("for every failure: within its bounds, and two tries fit before expiry", () => {
    const inputs = record({
      failures: integer({ min: 1, max: 5_000 }),
      permanent: boolean(),
      unchanged: boolean(),
      retryAfter: option(integer({ min: 0, max: 24 * hour }), { nil: undefined }),
      remaining: option(integer({ min: 1, max: 12 * hour }), { nil: undefined }),
    });
    assert(
      property(inputs, random, ({ remaining, ...input }, drawn) => {
        const waited = delay({ ...input, ...(remaining !== undefined && left(remaining)) }, drawn);
        const half = remaining === undefined ? Infinity : Math.max(remaining / 2, 1_000);
        return waited > 0 && waited <= Math.min(5 * minute, half);
      }),
    );
  });
});
