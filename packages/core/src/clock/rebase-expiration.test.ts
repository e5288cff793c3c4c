import { expect, test } from "vitest";
import { rebaseExpiration } from "./rebase-expiration.js";

const local = Date.UTC(2026, 0, 1, 12);
const expiration = new Date(local + 3_600_000);

function rebased(
  skew: number,
  extra: { headers?: Record<string, string>; roundTrip?: number } = {},
): [number, unknown] {
  let reported: unknown;
  const headers = { date: new Date(local + skew).toUTCString(), ...extra.headers };
  const { roundTrip = 0 } = extra;
  const result = rebaseExpiration(
    expiration,
    { headers, sentAt: local - roundTrip / 2, receivedAt: local + roundTrip / 2 },
    { reportClockSkew: (milliseconds) => (reported = milliseconds) },
  );
  return [result.getTime() - expiration.getTime(), reported];
}

test("core.md 2, clock: the expiry moves to the local clock, ahead or behind", () => {
  expect(rebased(3_600_000)).toEqual([-3_600_000, 3_600_000]);
  expect(rebased(-600_000)).toEqual([600_000, -600_000]);
});

test("under 5 s is no skew", () => {
  expect(rebased(4_000)).toEqual([0, 0]);
  expect(rebased(-5_000)).toEqual([5_000, -5_000]);
});

test("not when Age is present, the round trip took over 15 minutes, or the header is absent or malformed", () => {
  expect(rebased(3_600_000, { headers: { age: "0" } })).toEqual([0, undefined]);
  expect(rebased(3_600_000, { roundTrip: 900_001 })).toEqual([0, undefined]);
  expect(rebased(3_600_000, { roundTrip: 900_000 })).toEqual([-3_600_000, 3_600_000]);
  expect(rebased(0, { headers: { date: "yesterday" } })).toEqual([0, undefined]);
  expect(rebased(0, { headers: { date: "12" } })).toEqual([0, undefined]);
  expect(rebaseExpiration(expiration, { headers: {}, sentAt: local, receivedAt: local })).toEqual(expiration);
});
