import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { credentials } from "../examples/quickstart.js";

test("the README's example runs", async () => {
  expect(credentials.identity.source).toBe("default/env");
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const example = await readFile(new URL("../examples/quickstart.ts", import.meta.url), "utf8");
  for (const line of example.split("\n").filter((each) => /^ {2,}|^const provider/.test(each))) {
    expect(readme).toContain(line);
  }
});
