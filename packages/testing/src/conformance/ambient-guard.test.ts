import { expect, test } from "vitest";
import { ambientUse } from "./ambient-guard.js";

test.each([
  ["Date.now", () => Date.now()],
  ["new Date()", () => new Date()],
  ["Math.random", () => Math.random()],
  ["process.env.HOME", () => process.env["HOME"]],
  ["fetch", () => fetch("data:,").catch(() => undefined)],
])("sees %s", async (what, use) => {
  expect(await ambientUse(async () => use())).toEqual([what]);
});

test("lets dates of a given time and pure functions pass, and restores everything", async () => {
  const before = [globalThis.Date, globalThis.fetch, process.env, Math.random];
  expect(await ambientUse(async () => [new Date(0), Date.parse("2026-01-01T00:00:00Z"), Math.max(1, 2)])).toEqual([]);
  expect([globalThis.Date, globalThis.fetch, process.env, Math.random]).toEqual(before);
  expect(globalThis.Date).toBe(before[0]);
});
