import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { config } from "./config.js";
import { plugin } from "./plugin.js";

const rules = Object.keys(plugin.rules);
const root = fileURLToPath(new URL("../../..", import.meta.url));

test.each(rules)("%s is switched on somewhere", (name) => {
  const settings = config(root).map((each) => each.rules?.[`credport/${name}`]);
  expect(settings.some((setting) => [setting].flat()[0] === "error")).toBe(true);
});

test.each(rules)("%s has a test with code that it does not let pass", (name) => {
  const text = readFileSync(new URL(`rules/${name}.test.ts`, import.meta.url), "utf8");
  expect(text).toMatch(/\binvalid: \[\s*[^\]\s]/);
});
