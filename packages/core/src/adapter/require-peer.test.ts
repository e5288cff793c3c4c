import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Peer } from "./peer.js";
import { requirePeer } from "./require-peer.js";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "credport-"));
  vi.stubGlobal("process", { ...process, argv: ["node", join(folder, "app", "main.js")] });
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await rm(folder, { recursive: true });
});

/** Installs a package that cannot be loaded, nor resolved for `require`. */
async function install(place: string, name: string, version: string): Promise<void> {
  const path = join(folder, place, "node_modules", name);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, "package.json"), JSON.stringify({ name, version, exports: { import: "./none.js" } }));
}

const peer = (name: string, range: string): Peer => ({
  package: name,
  range,
  wanted: "the client",
  from: pathToFileURL(join(folder, "node_modules", "@credport", "adapter-x", "dist", "index.js")).href,
});

test.each([
  ["2.10.3", true],
  ["2.9.12", true],
  ["1.20.0", true],
  ["2.11.0", false],
  ["2.11.0-beta.1", false],
  ["10.0.0", false],
  ["2.11.1", false],
  ["next", false],
])("of version %s against ^2.11.0, without loading it: too old is %s", async (version, isTooOld) => {
  await install("", "@scope/client", version);
  const require = (): void => requirePeer(peer("@scope/client", "^2.11.0"));
  if (!isTooOld) return expect(require).not.toThrow();
  expect(require).toThrow(
    expect.objectContaining({
      code: "CONFIG_INVALID",
      message: `"@scope/client" ^2.11.0 is needed (found: ${version}). Run: npm install @scope/client@"^2.11.0"`,
    }),
  );
});

test("accepts what cannot be found", () => {
  expect(() => requirePeer(peer("client", "^2.0.0"))).not.toThrow();
});

test("accepts anything in a bundle, as a module or as CommonJS, which knows no address", async () => {
  await install("", "client", "1.0.0");
  for (const from of [pathToFileURL(join(folder, "bundle.mjs")).href, undefined]) {
    expect(() => requirePeer({ ...peer("client", "^2.0.0"), from })).not.toThrow();
  }
});

test("accepts an old copy beside the adapter when the program has a newer one of its own", async () => {
  await install("", "client", "1.0.0");
  await install("app", "client", "2.0.0");
  expect(() => requirePeer(peer("client", "^2.0.0"))).not.toThrow();
});

test("names every version when both are too old", async () => {
  await install("", "client", "1.0.0");
  await install("app", "client", "1.5.0");
  expect(() => requirePeer(peer("client", "^2.0.0"))).toThrow("(found: 1.0.0, 1.5.0)");
});

test("of several packages that will do, one that is new enough is enough", async () => {
  await install("", "client", "1.0.0");
  await install("", "old", "4.9.0");
  await install("", "other", "5.1.0");
  const client = peer("client", "^2.0.0");
  expect(() => requirePeer(peer("old", "^5.0.0"), client)).toThrow('"old" ^5.0.0 is needed');
  expect(() => requirePeer(peer("missing", "^5.0.0"), client)).toThrow('"client" ^2.0.0 is needed');
  expect(() => requirePeer(client, peer("other", "^5.0.0"))).not.toThrow();
});

test("looks once", async () => {
  await install("", "client", "2.0.0");
  let looked = 0;
  const { from, ...rest } = peer("client", "^2.0.0");
  const counting: Peer = Object.defineProperty({ ...rest, from }, "from", { get: () => ((looked += 1), from) });
  requirePeer(counting);
  const before = looked;
  requirePeer(counting);
  expect([before > 0, looked]).toEqual([true, before]);
});
