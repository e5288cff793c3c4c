import { expect, test } from "vitest";
import { parseHttpDate } from "./parse-http-date.js";

test.each([
  ["Thu, 09 Oct 2025 08:53:20 GMT", Date.UTC(2025, 9, 9, 8, 53, 20)],
  ["Thu, 9 Oct 2025 08:53:20 GMT", Date.UTC(2025, 9, 9, 8, 53, 20)],
  ["Sunday, 06-Nov-94 08:49:37 GMT", Date.UTC(1994, 10, 6, 8, 49, 37)],
  ["Sun Nov  6 08:49:37 1994", Date.UTC(1994, 10, 6, 8, 49, 37)],
  ["Sun Nov 16 08:49:37 1994", Date.UTC(1994, 10, 16, 8, 49, 37)],
])("%s is an instant", (text, time) => {
  expect(parseHttpDate(text)).toBe(time);
});

test.each([
  undefined,
  "",
  "7",
  "-3",
  "1.5",
  "soon",
  "soon 5",
  "2025-10-09T08:53:20Z",
  "Thu, 09 Oct 2025 08:53:20",
  "Thu, 99 Oct 2025 08:53:20 GMT",
  "Thu, 09 Okt 2025 08:53:20 GMT",
  "Thu, 09 Oct 2025 25:53:20 GMT",
])("%j is none", (text) => {
  expect(parseHttpDate(text)).toBeUndefined();
});
