import type { ProviderStatus } from "@credport/core";
import { expect, test } from "vitest";
import { Output } from "../output/output.js";
import type { Served } from "./keep-serving.js";
import { summarize, type Results } from "./summarize.js";

const status: ProviderStatus = { state: "fresh", failures: 0, loads: 3, attempts: [] };
const served: Served = { requests: 20, failed: 0, failure: undefined, byKey: new Map([["STS.NjMX4711", 20]]) };

/** What is printed, and whether it says that everything held. */
function summary(changes: Partial<Results> = {}): { readonly text: string; readonly isGood: boolean } {
  let text = "";
  const output = new Output((printed) => (text += printed));
  output.line("the session token is t0ken");
  const isGood = summarize(output, { served, isIntact: true, status, secrets: new Set(["s3cret"]), ...changes });
  return { text, isGood };
}

test("what held is counted, by key too", () => {
  const { text, isGood } = summary();
  expect(isGood).toBe(true);
  expect(text).toMatch(
    /20, 0 failed[^]*3\n[^]*by STS\.NjMX\.\.\. [^]*20 requests[^]*none of them printed[^]*Everything held/,
  );
});

test.each<[string, Partial<Results>, RegExp]>([
  ["a request failed", { served: { ...served, failed: 1, failure: new Error("refused") } }, /19, 1 failed[^]*refused/],
  ["nothing was served", { served: { ...served, requests: 0 } }, /0, 0 failed/],
  ["a file came back different", { isIntact: false }, /DID NOT GIVE WHAT THEY MUST/],
  ["a secret was printed", { secrets: new Set(["t0ken"]) }, /AND ONE WAS PRINTED/],
])("it says so, and has not held, when %s", (_what, changes, said) => {
  const { text, isGood } = summary(changes);
  expect(isGood).toBe(false);
  expect(text).toMatch(said);
  expect(text).toContain("Something did not hold");
});
