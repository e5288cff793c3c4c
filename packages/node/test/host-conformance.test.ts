import { mkdir, symlink, writeFile } from "node:fs/promises";
import type { Host, HttpRequest } from "@credport/core";
import { createNodeHost } from "@credport/node";
import { scriptedHost } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { serveHttp } from "./support/http-server.js";
import { rejection } from "./support/rejection.js";
import { temporaryFolder } from "./support/temporary-folder.js";

/** A host and a small world around it: a file, a folder, a link, one to itself, and a server that answers with a request's method and body. */
interface World extends AsyncDisposable {
  readonly host: Host;
  readonly url: string;
  path(name: "file" | "folder" | "link" | "circle" | "absent" | "lock"): string;
}

async function realWorld(): Promise<World> {
  const folder = await temporaryFolder();
  const server = await serveHttp((request, response) => {
    response.writeHead(418, { "X-Method": request.method });
    request.pipe(response);
  });
  const host = createNodeHost({ env: { SET: "value", EMPTY: "" } });
  await writeFile(folder.path("file"), "content");
  await mkdir(folder.path("folder"));
  await symlink("file", folder.path("link"));
  await symlink("circle", folder.path("circle"));
  return {
    host,
    url: `http://${server.host}/`,
    path: (name) => folder.path(name),
    async [Symbol.asyncDispose]() {
      await host[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function scriptedWorld(): Promise<World> {
  const host = scriptedHost({ env: { SET: "value", EMPTY: "" }, files: { "/file": "content" } });
  host.files.makeDirectory("/folder").link("/link", "/file").link("/circle", "/circle");
  host.onRequest(({ method, body }) => ({ status: 418, headers: { "X-Method": method }, body }));
  return {
    host,
    url: "http://localhost/",
    path: (name) => `/${name}`,
    async [Symbol.asyncDispose]() {
      await Promise.resolve();
    },
  };
}

describe.each([
  ["the real host", realWorld],
  ["the scripted host", scriptedWorld],
])("%s", (_name, makeWorld) => {
  test("environment variables: empty counts as unset", async () => {
    await using world = await makeWorld();
    expect(["SET", "EMPTY", "ABSENT"].map((name) => world.host.env(name))).toEqual(["value", undefined, undefined]);
  });

  test("files are read, links followed", async () => {
    await using world = await makeWorld();
    expect(await world.host.readFile(world.path("link"), { maxBytes: 7 })).toBe("content");
    expect(await world.host.realpath(world.path("link"))).toBe(world.path("file"));
  });

  test.each([
    ["absent", {}, "NOT_CONFIGURED"],
    ["folder", {}, "FILE_UNREADABLE"],
    ["circle", {}, "FILE_UNREADABLE"],
    ["file", { maxBytes: 6 }, "FILE_UNREADABLE"],
    ["file", { signal: AbortSignal.abort() }, "ABORTED"],
  ] as const)("reading %s with %j is %s, naming the path", async (name, options, code) => {
    await using world = await makeWorld();
    const error = await rejection(world.host.readFile(world.path(name), options));
    expect(error).toMatchObject({ code, source: "" });
    expect(error.message).toContain(world.path(name));
  });

  test("writing replaces what a link leads to, and makes what is absent", async () => {
    await using world = await makeWorld();
    await world.host.writeFileAtomic(world.path("link"), "new");
    await world.host.writeFileAtomic(world.path("absent"), "made");
    expect(await world.host.readFile(world.path("file"))).toBe("new");
    expect(await world.host.readFile(world.path("absent"))).toBe("made");
    for (const name of ["folder", "circle"] as const) {
      const error = await rejection(world.host.writeFileAtomic(world.path(name), "x"));
      expect(error).toMatchObject({ code: "FILE_UNREADABLE" });
    }
    expect(await rejection(world.host.realpath(world.path("circle")))).toMatchObject({ code: "FILE_UNREADABLE" });
  });

  test("a lock has one holder; an aborted signal ends the wait", async () => {
    await using world = await makeWorld();
    const lock = await world.host.lockFile(world.path("lock"));
    expect(await world.host.lockFile(world.path("lock"), { timeout: 0 })).toBeUndefined();
    const aborted = world.host.lockFile(world.path("lock"), { signal: AbortSignal.abort() });
    expect(await rejection(aborted)).toMatchObject({ code: "ABORTED" });
    await lock?.[Symbol.asyncDispose]();
    await using next = await world.host.lockFile(world.path("lock"), { timeout: 0 });
    expect(next).toBeDefined();
  });

  test("a program that is not there is PROCESS_FAILED", async () => {
    await using world = await makeWorld();
    const error = await rejection(world.host.execFile("credport-no-such-program", ["canary"]));
    expect(error).toMatchObject({ code: "PROCESS_FAILED", message: "cannot start credport-no-such-program: ENOENT" });
  });

  test("an answer comes with its status, headers, body and times", async () => {
    await using world = await makeWorld();
    const answer = await world.host.request({ method: "POST", url: world.url, body: "值" });
    expect(answer).toMatchObject({ status: 418, headers: { "x-method": "POST" } });
    expect(answer.text()).toBe("值");
    expect(answer.receivedAt).toBeGreaterThanOrEqual(answer.sentAt);
  });

  test.each<[Partial<HttpRequest>, string, string]>([
    [{ url: "http://8.8.8.8/" }, "CONFIG_INVALID", "allowInsecureHttp"],
    [{ url: "nonsense" }, "CONFIG_INVALID", "url"],
    [{ body: "canary", maxBodyBytes: 5 }, "MALFORMED_RESPONSE", "larger than 5 bytes"],
    [{ signal: AbortSignal.abort() }, "ABORTED", "localhost"],
  ])("a request with %j is %s", async (request, code, word) => {
    await using world = await makeWorld();
    const error = await rejection(world.host.request({ method: "POST", url: world.url, ...request }));
    expect(error).toMatchObject({ code, source: "" });
    expect(error.message).toContain(word);
    expect(error.message).not.toContain("canary");
  });

  test("an aborted sleep rejects with the signal's reason, whatever it is", async () => {
    await using world = await makeWorld();
    await expect(world.host.sleep(1_000, { signal: AbortSignal.abort("enough") })).rejects.toBe("enough");
  });
});
