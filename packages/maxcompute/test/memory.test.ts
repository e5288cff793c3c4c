import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startEmulator, type Emulator } from "@credport/emulator";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";

const rowCount = 1_000_000;
const columns = ["bigint", "string", "double", "datetime", "boolean", "decimal(10,2)"].map((type, index) => ({
  name: `c${index}`,
  type,
}));

let folder: string;
let program: string;
let emulator: Emulator<"maxcompute">;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "credport-memory-"));
  program = join(folder, "download-rows.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("programs/download-rows.ts", import.meta.url))],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    conditions: ["@credport/source"],
    external: ["apache-arrow", "fzstd", "lz4js", "snappyjs"],
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
  emulator = await startEmulator({ services: ["maxcompute"] });
  await emulator.maxcompute.createTable({
    name: "t",
    columns,
    generated: {
      count: rowCount,
      row: (index) => [
        BigInt(index),
        `customer number ${index % 10_007}`,
        index / 8,
        new Date(1_700_000_000_000 + index),
        index % 2 === 0,
        `${index}.25`,
      ],
    },
  });
});

afterAll(async () => {
  await emulator.close();
  await rm(folder, { recursive: true });
});

test.each([[[]], [["deflate"]]])(
  "a million rows take at most 64 MiB more than none (%j)",
  { timeout: 120_000 },
  async (compression) => {
    const { url, project } = emulator.maxcompute;
    const { accessKeyId, accessKeySecret } = emulator.accounts.createUser();
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [program, `${url}/api`, project, accessKeyId, accessKeySecret, ...compression],
      { timeout: 110_000 },
    );
    const { rise, rows, sum } = JSON.parse(stdout);
    expect({ rows, sum }).toEqual({ rows: rowCount, sum: String((BigInt(rowCount) * BigInt(rowCount - 1)) / 2n) });
    expect(rise).toBeLessThanOrEqual(64 * 1024 * 1024);
    expect(emulator.calls.list("maxcompute", "ReadDownload").every(({ status }) => status === 200)).toBe(true);
  },
);
