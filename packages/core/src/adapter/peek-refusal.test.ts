import { expect, test } from "vitest";
import { peekRefusal } from "./peek-refusal.js";

test.each([200, 302, 500, 503])("leaves a %i alone", async (status) => {
  expect(await peekRefusal(new Response("text", { status }))).toBeUndefined();
});

test("reads the first 64 KiB of a refusal, and leaves the caller all of it", async () => {
  const text = "é".repeat(100_000);
  const response = new Response(text, { status: 403 });
  expect(await peekRefusal(response)).toBe(text.slice(0, 32 * 1024));
  expect(response.bodyUsed).toBe(false);
  expect(await response.text()).toBe(text);
});

test("has no text for a refusal without a body", async () => {
  expect(await peekRefusal(new Response(null, { status: 404 }))).toBe("");
});
