import { mkdir, writeFile } from "node:fs/promises";
import type { ExecFileOptions, HttpRequest } from "@credport/core";
import { createNodeHost, splitCommand, type NodeHost } from "@credport/node";
import { createDispatcher } from "@credport/node/http";
import { assertNoCanary, canary } from "@credport/testing";
import { expect, test } from "vitest";
import { serveHttp, serveRaw } from "./support/http-server.js";
import { rejection } from "./support/rejection.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const encoded = encodeURIComponent(canary.password);

/** A request with a secret wherever one can stand. Nobody listens on its port. */
const request = (changes: Partial<HttpRequest> = {}): HttpRequest => ({
  method: "POST",
  url: `http://127.0.0.1:9/${encoded}?token=${encodeURIComponent(canary.bearerToken)}`,
  headers: { authorization: canary.accessKeySecret, "x-security-token": canary.securityToken },
  body: canary.accessKeySecret,
  ...changes,
});

/** Runs a program that was given secrets by argument and environment. */
const run = (host: NodeHost, script: string, options: ExecFileOptions = {}): Promise<unknown> =>
  host.execFile(process.execPath, ["-e", script, canary.accessKeySecret], {
    env: { SECRET: canary.securityToken },
    ...options,
  });

/** Sends the request to a server that answers bytes of its own. */
async function sendTo(
  host: NodeHost,
  answer: string | undefined,
  changes: Partial<HttpRequest> = {},
): Promise<unknown> {
  await using server = await serveRaw((socket) => {
    socket.once("data", () => (answer === undefined ? socket.destroy() : socket.write(answer)));
  });
  return await host.request(request({ url: `http://${server.host}/?token=${encoded}`, ...changes }));
}

const echo = "HTTP/1.1 200 OK\r\nx-secret: canary\r\n";
const paths: Readonly<Record<string, (host: NodeHost) => Promise<unknown>>> = {
  "nobody listens": (host) => host.request(request()),
  "the connection breaks": (host) => sendTo(host, undefined),
  "the answer is no HTTP": (host) => sendTo(host, `${canary.securityToken}\r\n\r\n`),
  "the answer is too large": (host) =>
    sendTo(host, `${echo}content-length: 24\r\n\r\n${canary.accessKeySecret}`, { maxBodyBytes: 5 }),
  "the answer does not end": (host) =>
    sendTo(host, `${echo}content-length: 99\r\n\r\n${canary.accessKeySecret}`, { readTimeout: 30 }),
  "plain http to a public address": (host) => host.request(request({ url: `http://203.0.113.1/${encoded}` })),
  "a login in the URL": (host) => host.request(request({ url: `http://user:${encoded}@127.0.0.1:9/` })),
  "a malformed URL": (host) => host.request(request({ url: `http://[${canary.bearerToken}` })),
  "a header that cannot be sent": (host) =>
    host.request(request({ headers: { authorization: `${canary.password}\n` } })),
  "a proxy that cannot be reached": (host) =>
    host.request(request({ url: `https://sts.example.com/${encoded}`, proxy: `http://user:${encoded}@127.0.0.1:9` })),
  "a malformed proxy": (host) =>
    host.request(request({ url: "https://sts.example.com/", proxy: `socks5://user:${encoded}@proxy` })),
  "the host is disposed": async (host) => {
    await host[Symbol.asyncDispose]();
    return host.request(request());
  },
  "a dispatcher's malformed proxy": () => createDispatcher({ proxy: `user:${encoded}@proxy` }),

  "no such program": (host) =>
    host.execFile("credport-no-such-program", [canary.accessKeySecret], { env: { SECRET: canary.securityToken } }),
  "an argument that cannot be passed": (host) => host.execFile(process.execPath, [`${canary.accessKeySecret}\0`]),
  "too much output": (host) =>
    run(host, "setInterval(() => process.stdout.write(process.env.SECRET), 1)", { maxOutputBytes: 5 }),
  "a program that does not end": (host) =>
    run(host, "process.stdout.write(process.env.SECRET); setInterval(() => 0, 1000)", { timeout: 30 }),
  "a command that cannot be split": async () =>
    splitCommand(`vault --key "${canary.accessKeySecret}`, "linux", "command"),
};

test.each(Object.entries(paths))("no secret shows when: %s", async (_name, fail) => {
  await using host = createNodeHost({ env: {} });
  assertNoCanary(await rejection(fail(host)));
});

test("no content shows when a file cannot be read, written or locked", async () => {
  await using folder = await temporaryFolder();
  const host = createNodeHost();
  await writeFile(folder.path("large"), canary.accessKeySecret);
  await mkdir(folder.path("directory"));
  const absent = folder.path("absent/file");
  const failures = [
    host.readFile(folder.path("large"), { maxBytes: 5 }),
    host.readFile(folder.path("directory")),
    host.writeFileAtomic(folder.path("directory"), canary.accessKeySecret),
    host.writeFileAtomic(absent, canary.accessKeySecret),
    host.lockFile(absent),
  ];
  assertNoCanary(await Promise.all(failures.map(rejection)));
});

test("a host that has seen secrets shows none itself", async () => {
  await using server = await serveHttp((_request, response) => response.end(canary.securityToken));
  await using host = createNodeHost({
    env: { HTTPS_PROXY: `http://user:${encoded}@proxy`, SECRET: canary.accessKeySecret },
  });
  const answer = await host.request(request({ url: `http://${server.host}/` }));
  expect(answer.text()).toBe(canary.securityToken);
  assertNoCanary(host);
});
