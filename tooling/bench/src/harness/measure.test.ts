import { expect, test } from "vitest";
import { measure } from "./measure.js";

test("contenders take turns, and the first is the reference", async () => {
  const order: string[] = [];
  const contender = (name: string) => ({
    name,
    run(count: number) {
      order.push(name);
      return count;
    },
  });
  const results = await measure([contender("first"), contender("second")], { rounds: 2, budget: 0 });
  expect(order.slice(-4)).toEqual(["first", "second", "first", "second"]);
  expect(results.map(({ name }) => name)).toEqual(["first", "second"]);
  expect(results[0]?.ratio).toBe(1);
});

test("a contender that gives nothing is an error: its work may never have been done", async () => {
  await expect(measure([{ name: "idle", run: () => undefined }])).rejects.toThrow("idle gave nothing");
});
