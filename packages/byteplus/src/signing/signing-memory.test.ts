import { expect, test } from "vitest";
import { formatSigningDate } from "./scope.js";
import { freshSigningKey } from "./signing-key.js";
import { SigningMemory } from "./signing-memory.js";

test("gives the keys that would be derived: per secret (a rotation), day, region and service", () => {
  const memory = new SigningMemory();
  const scopes = [
    ["one", "20260102", "r", "s"],
    ["one", "20260102", "r", "s"],
    ["two", "20260102", "r", "s"],
    ["two", "20260103", "r", "s"],
    ["two", "20260103", "q", "s"],
    ["two", "20260103", "q", "t"],
    ["one", "20260102", "r", "s"],
  ] as const;
  for (const [secret, day, region, service] of scopes) {
    const key = memory.key(secret, day, { region, service });
    const fresh = freshSigningKey(secret, day, { region, service });
    expect([key.scope, key.sign("text")]).toEqual([fresh.scope, fresh.sign("text")]);
  }
});

test("derives a key once, and forgets it after 32 others", () => {
  const memory = new SigningMemory();
  const key = (service: string): unknown => memory.key("secret", "20260102", { region: "r", service });
  const first = key("s0");
  for (let other = 1; other < 32; other += 1) key(`s${other}`);
  expect(key("s0")).toBe(first);
  key("s32");
  expect(key("s0")).not.toBe(first);
});

test("writes the date of the second, also when the clock goes back", () => {
  const memory = new SigningMemory();
  const start = Date.parse("2026-01-02T23:59:59.000Z");
  for (const now of [start, start + 999, start + 1_000, start + 1_001, start]) {
    expect(memory.date(now)).toBe(formatSigningDate(new Date(now)));
  }
});
