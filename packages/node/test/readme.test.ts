import { readFile, writeFile } from "node:fs/promises";
import { inspect } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";
import { temporaryFolder } from "./support/temporary-folder.js";

const read = (path: string): Promise<string> => readFile(new URL(`../${path}`, import.meta.url), "utf8");

test("the README's example runs, and prints no secret", async () => {
  const example = await read("examples/quickstart.ts");
  expect(await read("README.md")).toContain(`\`\`\`ts\n${example}\`\`\``);

  await using folder = await temporaryFolder();
  await writeFile(folder.path("key-id"), "LTAIexample");
  await writeFile(folder.path("key-secret"), "very secret");
  vi.stubEnv("SECRETS_FOLDER", folder.path("."));
  const log = vi.spyOn(console, "log").mockReturnValue();
  onTestFinished(() => void vi.unstubAllEnvs());
  onTestFinished(() => log.mockRestore());
  await import("../examples/quickstart.js");
  expect(log).toHaveBeenCalledOnce();
  const [credentials] = log.mock.calls[0] ?? [];
  expect(credentials).toMatchObject({ accessKeyId: "LTAIexample", identity: { source: "own_vault" } });
  expect(inspect(credentials)).not.toContain("secret");
});
