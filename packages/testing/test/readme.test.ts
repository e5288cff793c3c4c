import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

const read = (path: string): Promise<string> => readFile(new URL(path, import.meta.url), "utf8");

test("the README shows the example that runs beside this test", async () => {
  const example = await read("readme-example.test.ts");
  expect(await read("../README.md")).toContain(`\`\`\`ts\n${example}\`\`\``);
});
