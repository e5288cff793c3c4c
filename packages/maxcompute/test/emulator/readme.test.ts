import { readFile } from "node:fs/promises";
import { startEmulator } from "@credport/emulator";
import { afterEach, expect, test, vi } from "vitest";
import { customerNames } from "../../examples/quickstart.js";

afterEach(() => vi.unstubAllEnvs());

test("the README's example stands there as it is, and runs", async () => {
  const read = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), "utf8");
  const example = "examples/quickstart.ts";
  expect(await read("README.md")).toContain(`<!-- ${example} -->\n\n\`\`\`ts\n${await read(example)}\`\`\``);

  await using emulator = await startEmulator({ services: ["maxcompute"] });
  const { accessKeyId, accessKeySecret } = emulator.accounts.createUser();
  vi.stubEnv("ALIBABA_CLOUD_ACCESS_KEY_ID", accessKeyId);
  vi.stubEnv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", accessKeySecret);
  const columns = [
    { name: "id", type: "bigint" },
    { name: "name", type: "string" },
  ];
  await emulator.maxcompute.createTable({ name: "customers", columns }, [[1n, "Li"]]);
  vi.spyOn(console, "log").mockReturnValue();
  const { project, url } = emulator.maxcompute;
  expect(await customerNames(project, `${url}/api`)).toEqual(["Li"]);
});
