import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect, test } from "vitest";
import { drive } from "../clock/drive.js";
import { scriptedHost } from "./scripted-host.js";

const get = { method: "GET", url: "https://vault.example/key?x=1" };

describe("HTTP", () => {
  test("keeps what it was asked and answers as scripted, headers in lower case, objects as JSON", async () => {
    const host = scriptedHost();
    host.onRequest(() => ({ status: 201, headers: { Date: "today" }, body: { a: 1 } }));
    const response = await host.request({ ...get, method: "POST", headers: { "X-A": "b" }, body: "text" });
    expect(response).toMatchObject({ status: 201, headers: { date: "today" } });
    expect(response.text()).toBe('{"a":1}');
    expect(host.requests).toMatchObject([{ method: "POST", headers: { "x-a": "b" }, body: "text" }]);
    expect(host.requests[0]?.url.searchParams.get("x")).toBe("1");
  });

  test("fails as the real host does", async () => {
    const host = scriptedHost();
    await expect(host.request(get)).rejects.toMatchObject({ code: "NETWORK" });
    host.onRequest(() => new Promise(() => undefined));
    await expect(drive(host, host.request(get))).rejects.toMatchObject({
      code: "TIMEOUT",
      message: expect.stringContaining("15000 ms"),
    });
    await expect(host.request({ ...get, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "ABORTED" });
    host.onRequest(() => ({ body: "too long" }));
    await expect(host.request({ ...get, maxBodyBytes: 3 })).rejects.toMatchObject({ code: "MALFORMED_RESPONSE" });
    await expect(host.request({ ...get, url: "vault" })).rejects.toMatchObject({ code: "CONFIG_INVALID" });
    expect(host.clock.pending).toBe(0);
  });

  test("takes what Node throws for a broken connection; a failed assertion stays one", async () => {
    const host = scriptedHost();
    host.onRequest(() => {
      throw Object.assign(new Error("connect ECONNRESET 1.2.3.4"), { code: "ECONNRESET" });
    });
    const failed = await host.request(get).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: "NETWORK", message: "cannot connect to vault.example: ECONNRESET" });
    host.onRequest(({ method }) => {
      expect(method).toBe("PUT");
      return {};
    });
    await expect(host.request(get)).rejects.toMatchObject({ name: "AssertionError" });
    host.onExecFile(() => {
      throw new Error("no such program");
    });
    await expect(host.execFile("tool", [])).rejects.toMatchObject({ code: "PROCESS_FAILED" });
  });

  test.each([
    ["http://127.0.0.1/", true],
    ["http://localhost:80/", true],
    ["http://100.100.100.200/", true],
    ["http://169.254.169.254/", true],
    ["http://10.1.2.3/", true],
    ["http://[::1]/", true],
    ["http://100.128.0.1/", false],
    ["http://172.32.0.1/", false],
    ["http://vault.example/", false],
  ])("plain http to %s: %s", async (url, allowed) => {
    const host = scriptedHost();
    host.onRequest(() => ({}));
    const outcome = await host.request({ method: "GET", url }).then(
      () => true,
      (error: unknown) => error,
    );
    if (allowed) expect(outcome).toBe(true);
    else
      expect(outcome).toMatchObject({ code: "CONFIG_INVALID", message: expect.stringContaining("allowInsecureHttp") });
    await host.request({ method: "GET", url, allowInsecureHttp: true });
  });
});

describe("processes", () => {
  test("are played by the handler, under time and output limits", async () => {
    const host = scriptedHost();
    await expect(host.execFile("tool", ["a"])).rejects.toMatchObject({ code: "PROCESS_FAILED" });
    host.onExecFile(({ args }) => ({ stdout: args.join() }));
    expect(await host.execFile("tool", ["a", "b"])).toEqual({ exitCode: 0, stdout: "a,b", stderr: "" });
    await expect(host.execFile("tool", ["abc"], { maxOutputBytes: 2 })).rejects.toMatchObject({
      code: "PROCESS_FAILED",
    });
    host.onExecFile(() => new Promise(() => undefined));
    await expect(drive(host, host.execFile("tool", [], { timeout: 7 }))).rejects.toMatchObject({
      code: "PROCESS_TIMEOUT",
      message: expect.stringContaining("7 ms"),
    });
    expect(host.commands.map(({ args }) => args)).toEqual([["a"], ["a", "b"], ["abc"], []]);
  });
});

describe("files", () => {
  test("are read through links, up to a size, with the real host's codes", async () => {
    const host = scriptedHost({ files: { "/a": "text" } });
    host.files.link("/b", "/a").makeDirectory("/d").makeUnreadable("/u");
    expect([await host.readFile("/b"), await host.realpath("/b")]).toEqual(["text", "/a"]);
    await expect(host.readFile("/none")).rejects.toMatchObject({ code: "NOT_CONFIGURED" });
    for (const path of ["/d", "/u"])
      await expect(host.readFile(path)).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
    await expect(host.readFile("/a", { maxBytes: 3 })).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
    expect(host.files.reads).toEqual(["/b", "/none", "/d", "/u", "/a"]);
  });

  test("are written through links; a new file gets the mode asked for, an old one keeps its own", async () => {
    const host = scriptedHost();
    host.files.write("/a", "old", 0o644).link("/b", "/a");
    await host.writeFileAtomic("/b", "new", { mode: 0o600 });
    expect([host.files.content("/a"), host.files.mode("/a")]).toEqual(["new", 0o644]);
    await host.writeFileAtomic("/c", "new");
    expect(host.files.mode("/c")).toBe(0o600);
    host.files.makeUnreadable("/u");
    await expect(host.writeFileAtomic("/u", "x")).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
  });

  test("locks exclude each other, are waited for, and go stale", async () => {
    const host = scriptedHost();
    const first = await host.lockFile("/l");
    const second = host.lockFile("/l");
    await host.clock.advance(1_000);
    await first?.[Symbol.asyncDispose]();
    expect(await drive(host, second)).toBeDefined();
    expect(await drive(host, host.lockFile("/l", { timeout: 100 }))).toBeUndefined();
    await host.clock.advance(10_000);
    expect(await host.lockFile("/l")).toBeDefined();
    host.files.unlock("/l").lock("/l");
    expect(host.files.isLocked("/l")).toBe(true);
  });
});

test("the home directory is HOME, on Windows USERPROFILE, else the script's", () => {
  const env = { HOME: "/h", USERPROFILE: "C:\\u" };
  expect(scriptedHost({ env, homedir: "/x" }).homedir()).toBe("/h");
  expect(scriptedHost({ env, platform: "win32" }).homedir()).toBe("C:\\u");
  expect(scriptedHost({ env: { HOME: "" }, homedir: "/x" }).homedir()).toBe("/x");
});

test("environment, randomness and context are the script's", () => {
  const host = scriptedHost({ env: { A: "1", EMPTY: "" }, homedir: null, platform: "win32", random: 0.25, seed: 3 });
  expect([host.env("A"), host.env("EMPTY"), host.env("NONE")]).toEqual(["1", undefined, undefined]);
  host.environment.delete("A");
  expect([host.env("A"), host.homedir(), host.platform, host.random()]).toEqual([undefined, undefined, "win32", 0.25]);
  const bytes = host.randomBytes(16);
  expect(bytes).toEqual(scriptedHost({ seed: 3 }).randomBytes(16));
  expect(host.randomBytes(16)).not.toEqual(bytes);
  const storage = new AsyncLocalStorage<string>();
  expect(storage.run("inside", () => host.detach(() => storage.getStore()))).toBeUndefined();
});
