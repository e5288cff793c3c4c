import { constants, PerformanceObserver } from "node:perf_hooks";
import { expect, test } from "vitest";
import { collectYoung } from "./collect-young.js";

test("it collects when it is called, and what is young only", async () => {
  const collected = new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => {
      const forced = list.getEntries().map(detailOf).find(isForced);
      if (forced === undefined) return;
      observer.disconnect();
      resolve(forced);
    });
    observer.observe({ entryTypes: ["gc"] });
  });
  collectYoung();
  expect(await collected).toHaveProperty("kind", constants.NODE_PERFORMANCE_GC_MINOR);
});

function detailOf(entry: object): unknown {
  return "detail" in entry ? entry.detail : undefined;
}

function isForced(detail: unknown): boolean {
  const forced = constants.NODE_PERFORMANCE_GC_FLAGS_FORCED;
  return typeof detail === "object" && detail !== null && "flags" in detail && detail.flags === forced;
}
