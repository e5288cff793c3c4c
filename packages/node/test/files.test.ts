import { execFileSync } from "node:child_process";
import { chmod, chown, mkdir, open, readFile, readdir, stat, symlink, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { inspect } from "node:util";
import { createNodeHost } from "@credport/node";
import { expect, test } from "vitest";
import { rejection } from "./support/rejection.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const host = createNodeHost({ env: {} });

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

test("a file is read whole as UTF-8, without its byte order mark", async () => {
  await using folder = await temporaryFolder();
  const path = folder.path("config.json");
  await writeFile(path, '\uFEFF{"name":"值"}');
  expect(await host.readFile(path)).toBe('{"name":"值"}');
});

test("a file that is absent is NOT_CONFIGURED, also below something that is no folder", async () => {
  await using folder = await temporaryFolder();
  await writeFile(folder.path("file"), "");
  for (const name of ["absent", "absent/config.json", "file/config.json"]) {
    const path = folder.path(name);
    expect(await rejection(host.readFile(path))).toMatchObject({
      code: "NOT_CONFIGURED",
      message: `no file at ${path}`,
    });
    expect(await rejection(host.realpath(path))).toMatchObject({ code: "NOT_CONFIGURED" });
  }
});

test("a file over the cap is FILE_UNREADABLE; one that fits exactly is read", async () => {
  await using folder = await temporaryFolder();
  const path = folder.path("large");
  await writeFile(path, "canary");
  const error = await rejection(host.readFile(path, { maxBytes: 5 }));
  expect(error).toMatchObject({ code: "FILE_UNREADABLE", message: `cannot read ${path}: it is larger than 5 bytes` });
  expect(inspect(error, { depth: 9 })).not.toContain("canary");
  expect(await host.readFile(path, { maxBytes: 6 })).toBe("canary");
});

test("a folder and a pipe are FILE_UNREADABLE, and the pipe does not keep the reader waiting", async () => {
  await using folder = await temporaryFolder();
  const pipe = folder.path("pipe");
  execFileSync("mkfifo", [pipe]);
  for (const path of [dirname(pipe), pipe]) {
    expect(await rejection(host.readFile(path))).toMatchObject({ code: "FILE_UNREADABLE" });
  }
});

test("devices are read up to the cap", async () => {
  expect(await host.readFile("/dev/null")).toBe("");
  expect(await rejection(host.readFile("/dev/zero", { maxBytes: 10 }))).toMatchObject({ code: "FILE_UNREADABLE" });
});

test("a path that cannot be read for another reason is FILE_UNREADABLE with the system's code", async () => {
  await using folder = await temporaryFolder();
  const path = folder.path("loop");
  await symlink("loop", path);
  expect(await rejection(host.readFile(path))).toMatchObject({
    code: "FILE_UNREADABLE",
    message: `cannot read ${path}: ELOOP`,
  });
  expect(await rejection(host.writeFileAtomic(path, "x"))).toMatchObject({
    code: "FILE_UNREADABLE",
    message: `cannot write ${path}: ELOOP`,
  });
});

test("an aborted signal ends a read", async () => {
  const reason = new Error("enough");
  const error = await rejection(host.readFile("/dev/null", { signal: AbortSignal.abort(reason) }));
  expect(error).toMatchObject({ code: "ABORTED", message: "reading /dev/null was aborted", cause: reason });
});

test("a new file gets mode 0600, or the one asked for whatever the umask", async () => {
  await using folder = await temporaryFolder();
  await host.writeFileAtomic(folder.path("new"), "content");
  await host.writeFileAtomic(folder.path("shared"), "content", { mode: 0o666 });
  expect(await modeOf(folder.path("new"))).toBe(0o600);
  expect(await modeOf(folder.path("shared"))).toBe(0o666);
  expect(await readFile(folder.path("new"), "utf8")).toBe("content");
});

test("an existing file keeps its mode, and who has it open keeps the old content", async () => {
  await using folder = await temporaryFolder();
  const path = folder.path("config.json");
  await writeFile(path, "old");
  await chmod(path, 0o640);
  const reader = await open(path);
  await host.writeFileAtomic(path, "new", { mode: 0o600 });
  expect(await reader.readFile("utf8")).toBe("old");
  await reader.close();
  expect(await readFile(path, "utf8")).toBe("new");
  expect(await modeOf(path)).toBe(0o640);
  expect(await readdir(dirname(path))).toEqual(["config.json"]);
});

test("an existing file keeps its owner, also when root writes it", async () => {
  await using folder = await temporaryFolder();
  const path = folder.path("config.json");
  await writeFile(path, "old");
  if (process.getuid?.() === 0) await chown(path, 4321, 4321);
  const { uid, gid } = await stat(path);
  await host.writeFileAtomic(path, "new");
  expect(await stat(path)).toMatchObject({ uid, gid });
});

test("symbolic links stay, relative, chained and dangling ones too", async () => {
  await using folder = await temporaryFolder();
  await mkdir(folder.path("real"));
  await writeFile(folder.path("real/config.json"), "old");
  await symlink("real/config.json", folder.path("inner"));
  await symlink(folder.path("inner"), folder.path("outer"));
  await symlink("real/later.json", folder.path("dangling"));
  await host.writeFileAtomic(folder.path("outer"), "new");
  await host.writeFileAtomic(folder.path("dangling"), "made");
  expect(await readFile(folder.path("real/config.json"), "utf8")).toBe("new");
  expect(await readFile(folder.path("real/later.json"), "utf8")).toBe("made");
  expect(await host.realpath(folder.path("outer"))).toBe(folder.path("real/config.json"));
  expect(await readdir(folder.path("."))).toEqual(["dangling", "inner", "outer", "real"]);
  expect(await readdir(folder.path("real"))).toEqual(["config.json", "later.json"]);
});

test("a failed write is FILE_UNREADABLE and leaves no temporary file", async () => {
  await using folder = await temporaryFolder();
  await mkdir(folder.path("target"));
  const error = await rejection(host.writeFileAtomic(folder.path("target"), "canary"));
  expect(error).toMatchObject({ code: "FILE_UNREADABLE" });
  expect(error.message).toContain(folder.path("target"));
  expect(inspect(error, { depth: 9 })).not.toContain("canary");
  expect(await readdir(folder.path("."))).toEqual(["target"]);
  expect(await rejection(host.writeFileAtomic(folder.path("absent/file"), "x"))).toMatchObject({
    code: "FILE_UNREADABLE",
  });
});

test("writers at the same time leave one whole content", async () => {
  await using folder = await temporaryFolder();
  const path = folder.path("config.json");
  const contents = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000));
  await Promise.all(contents.map((content) => host.writeFileAtomic(path, content)));
  expect(contents).toContain(await readFile(path, "utf8"));
  expect(await readdir(dirname(path))).toEqual(["config.json"]);
});
