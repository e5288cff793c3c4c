import { createAccessKeyCredentials } from "@credport/core";
import { expect, test } from "vitest";
import { assertNoCanary } from "./assert-no-canary.js";
import { canary } from "./canaries.js";

const secret = canary.accessKeySecret;

test.each<readonly [string, unknown]>([
  ["a text", `key ${secret}`],
  ["a message", new Error(secret)],
  ["a cause", new Error("failed", { cause: { body: secret } })],
  ["a hidden property", Object.defineProperty({}, "raw", { value: secret })],
  ["a deep property", { a: [{ b: new Map([["c", secret]]) }] }],
  ["bytes", { body: new TextEncoder().encode(secret) }],
  ["base64", Buffer.from(secret).toString("base64")],
  ["base64url", Buffer.from(secret).toString("base64url")],
  ["a login", `Basic ${Buffer.from(`user:${secret}`).toString("base64")}`],
  ["base64 after one byte", Buffer.from(`-${secret}--`).toString("base64url")],
  ["base64 after two bytes", Buffer.from(`--${secret}-`).toString("base64")],
  ["a query", `?secret=${encodeURIComponent(secret)}`],
  ["JSON", { toJSON: () => ({ secret }) }],
  ["an aggregate", new AggregateError([new Error(secret)])],
])("finds a secret in %s", (_where, value) => {
  expect(() => {
    assertNoCanary(value);
  }).toThrow("A secret");
});

test("passes what hides its secrets, cycles included, and does not run accessors", () => {
  const credentials = createAccessKeyCredentials({ accessKeyId: "id", accessKeySecret: secret, source: "test" });
  const cycle: Record<string, unknown> = { credentials };
  cycle["self"] = cycle;
  assertNoCanary(cycle);
  assertNoCanary({ plain: "harmless" });
});

test("names the secret by its beginning only", () => {
  expect(() => {
    assertNoCanary(secret);
  }).toThrow(expect.not.objectContaining({ message: expect.stringContaining(secret) }));
});
