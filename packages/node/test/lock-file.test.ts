import { mkdir, readFile, readdir, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { createNodeHost } from "@credport/node";
import { expect, test } from "vitest";
import { rejection } from "./support/rejection.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const host = createNodeHost({ env: {} });

/** Leaves a lock file behind, as old as asked for. */
async function abandon(path: string, ageInSeconds: number): Promise<void> {
  await writeFile(path, "left behind");
  const then = Date.now() / 1000 - ageInSeconds;
  await utimes(path, then, then);
}

test("one holder at a time; the next gets it when it is released", async () => {
  await using folder = await temporaryFolder();
  const path = folder.path("config.json.lock");
  const first = await host.lockFile(path);
  expect(first).toBeDefined();
  expect(await host.lockFile(path, { timeout: 0 })).toBeUndefined();
  const waiting = host.lockFile(path);
  await first?.[Symbol.asyncDispose]();
  const second = await waiting;
  expect(second).toBeDefined();
  await second?.[Symbol.asyncDispose]();
  expect(await readdir(dirname(path))).toEqual([]);
});

test("many contenders never hold it together", async () => {
  await using folder = await temporaryFolder();
  const path = folder.path("lock");
  let holders = 0;
  const seen: number[] = [];
  const contend = async (): Promise<void> => {
    await using lock = await host.lockFile(path, { timeout: 20_000 });
    expect(lock).toBeDefined();
    holders += 1;
    seen.push(holders);
    await readFile(path);
    holders -= 1;
  };
  await Promise.all(Array.from({ length: 10 }, contend));
  expect(seen).toEqual(Array(10).fill(1));
});

test("a lock that was left behind is taken over, by one contender only", async () => {
  await using folder = await temporaryFolder();
  const path = folder.path("lock");
  await abandon(path, 11);
  const locks = await Promise.all(Array.from({ length: 10 }, () => host.lockFile(path, { timeout: 0 })));
  expect(locks.filter((lock) => lock !== undefined)).toHaveLength(1);
  expect(await readdir(dirname(path))).toEqual(["lock"]);
});

test("a link that leads nowhere is somebody's lock, and is waited for no longer than another", async () => {
  await using folder = await temporaryFolder();
  const path = folder.path("lock");
  await symlink(folder.path("nowhere"), path);
  expect(await host.lockFile(path, { timeout: 0 })).toBeUndefined();
  const lock = await host.lockFile(path, { timeout: 0, staleAfter: 0 });
  expect(await readdir(dirname(path))).toEqual(["lock"]);
  await lock?.[Symbol.asyncDispose]();
  expect(await readdir(dirname(path))).toEqual([]);
});

test("a lock that is not stale yet is left alone", async () => {
  await using folder = await temporaryFolder();
  const path = folder.path("lock");
  await abandon(path, 30);
  expect(await host.lockFile(path, { timeout: 0, staleAfter: 60_000 })).toBeUndefined();
  expect(await readFile(path, "utf8")).toBe("left behind");
});

test("releasing leaves a lock alone that another process has taken over, and one that is gone", async () => {
  await using folder = await temporaryFolder();
  const path = folder.path("lock");
  const lost = await host.lockFile(path);
  await writeFile(path, "somebody else");
  await lost?.[Symbol.asyncDispose]();
  expect(await readFile(path, "utf8")).toBe("somebody else");
  const second = await host.lockFile(folder.path("second"));
  await second?.[Symbol.asyncDispose]();
  await second?.[Symbol.asyncDispose]();
  expect(await readdir(dirname(path))).toEqual(["lock"]);
});

test("a lock that cannot be released says so with the host's own error", async () => {
  await using folder = await temporaryFolder();
  const path = folder.path("lock");
  const lock = await host.lockFile(path);
  await rm(path);
  await mkdir(path);
  expect(await rejection(Promise.resolve(lock?.[Symbol.asyncDispose]()))).toMatchObject({
    code: "FILE_UNREADABLE",
    message: `cannot unlock ${path}: EISDIR`,
  });
});

test("an abort ends the wait", async () => {
  await using folder = await temporaryFolder();
  const path = folder.path("lock");
  await using _held = await host.lockFile(path);
  const controller = new AbortController();
  const pending = rejection(host.lockFile(path, { signal: controller.signal }));
  const reason = new Error("enough");
  controller.abort(reason);
  expect(await pending).toMatchObject({
    code: "ABORTED",
    message: `waiting for the lock ${path} was aborted`,
    cause: reason,
  });
});

test("a folder that does not exist is FILE_UNREADABLE", async () => {
  await using folder = await temporaryFolder();
  const path = folder.path("absent/lock");
  expect(await rejection(host.lockFile(path))).toMatchObject({
    code: "FILE_UNREADABLE",
    message: `cannot lock ${path}: ENOENT`,
  });
});
