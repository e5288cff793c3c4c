import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { compatibilityTable, readTable, supportedClients } from "../src/index.js";

const packages = new URL("../../../packages/", import.meta.url);
const require = createRequire(import.meta.url);
const read = (path: string): Promise<string> => readFile(new URL(path, packages), "utf8");

/** Adapter, client and range of each peer dependency of an adapter. */
async function peerRanges(): Promise<readonly (readonly [adapter: string, client: string, range: string])[]> {
  const adapters = (await readdir(packages)).filter((name) => name.startsWith("adapter-"));
  return adapters.flatMap((adapter) => {
    const { peerDependencies = {} }: { peerDependencies?: Record<string, string> } = require(
      `../../../packages/${adapter}/package.json`,
    );
    return Object.entries(peerDependencies).map(([client, range]) => [adapter, client, range] as const);
  });
}

/** The same of each client that is no peer, and takes what one of the peers takes. */
const alongside = Object.entries(supportedClients).flatMap(([client, { adapter, versions }]) =>
  versions === undefined ? [] : [[adapter, client, versions] as const],
);

test("the table of the root README says what the list and the peer ranges say", async () => {
  const ranges = new Map((await peerRanges()).map(([, client, range]) => [client, range]));
  const readme = await readFile(new URL("../../../README.md", import.meta.url), "utf8");
  expect(readTable(readme, "Which clients")).toEqual(compatibilityTable(ranges));
});

test("every peer of an adapter has its row, and every row its adapter", async () => {
  const rows = Object.entries(supportedClients).map(([client, { adapter }]) => `${adapter}: ${client}`);
  const peers = (await peerRanges()).map(([adapter, client]) => `${adapter}: ${client}`);
  const foreign = new Set(["adapter-fetch: fetch", ...alongside.map(([adapter, client]) => `${adapter}: ${client}`)]);
  expect(rows.filter((row) => !foreign.has(row)).sort()).toEqual(peers.sort());
});

test("each adapter's README and errors name the same range", async () => {
  for (const [adapter, client, range] of await peerRanges()) {
    expect(await read(`${adapter}/README.md`)).toContain(`\`${client}\` ${range}`);
    const peers = await read(`${adapter}/src/peers.ts`);
    const [, inErrors] = new RegExp(`package: "${client}",\\s+range: "([^"]+)"`).exec(peers) ?? [];
    expect(`${client} ${String(inErrors)}`).toBe(`${client} ${range}`);
  }
});

test("each range begins with the version that is tested as the lowest", async () => {
  for (const [adapter, client, range] of [...(await peerRanges()), ...alongside]) {
    const { devDependencies = {} }: { devDependencies?: Record<string, string> } = require(
      `../../../packages/${adapter}/package.json`,
    );
    const alias = Object.keys(devDependencies).find(
      (name) => name.endsWith("-lowest") && devDependencies[name]?.startsWith(`npm:${client}@`),
    );
    const lowest = devDependencies[alias ?? client]?.replace(`npm:${client}@`, "");
    expect(`${client} ${String(/\d[\d.]+/.exec(range))}`).toBe(`${client} ${String(lowest)}`);
    // What a range ends with, if it says so, is the major version after the one that is tested as the latest.
    const [, before] = /<(\d+)$/.exec(range) ?? [];
    if (before !== undefined) expect(devDependencies[client]).toMatch(new RegExp(`^${String(Number(before) - 1)}\\.`));
  }
});

test("every client has an example, which the adapter's tests run", async () => {
  for (const [client, { adapter }] of Object.entries(supportedClients)) {
    if (client === "fetch") continue;
    const name = client.slice(client.lastIndexOf("/") + 1);
    expect(await read(`${adapter}/examples/${name}.ts`)).toContain(`"${client}"`);
    expect(await read(`${adapter}/test/examples.test.ts`)).toContain(`"${name}"`);
  }
});

test("the example of each adapter's README is one of its examples, without what leads that to a local service", async () => {
  for (const adapter of new Set(Object.values(supportedClients).map((client) => client.adapter))) {
    const names = await readdir(new URL(`${adapter}/examples/`, packages));
    const examples = await Promise.all(names.map((name) => read(`${adapter}/examples/${name}`)));
    const [, shown] = /```ts\n([^]*?)```/.exec(await read(`${adapter}/README.md`)) ?? [];
    expect(examples.map(withoutEnvironment)).toContain(shown);
  }
});

function withoutEnvironment(example: string): string {
  return example.replace(/^ *\.\.\.\(process\.env.*\),\n/gm, "").replace(/process\.env\["\w+"\] \?\? /g, "");
}
