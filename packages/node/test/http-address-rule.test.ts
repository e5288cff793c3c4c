import type { LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { createNodeHost } from "@credport/node";
import { Dispatcher, MockAgent } from "undici";
import { expect, onTestFinished, test, vi } from "vitest";
import { serveHttp } from "./support/http-server.js";
import { rejection } from "./support/rejection.js";

const env = {};

/** A name server that gives the next answer at each call, and the last one for ever. */
function nameServer(...answers: readonly (readonly string[])[]): { lookup: LookupFunction; asked: string[] } {
  const asked: string[] = [];
  const lookup: LookupFunction = (hostname, _options, callback) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(hostname);
    const addresses: LookupAddress[] = answer.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    callback(null, addresses);
  };
  return { lookup, asked };
}

test.each(
  [
    "127.0.0.1",
    "localhost",
    "[::1]",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
  ].concat([
    "100.64.0.1",
    "100.100.100.200",
    "100.127.255.255",
    "[fe80::1]",
    "[fd12:3456::1]",
    "[::ffff:10.0.0.1]",
    "[::ffff:127.0.0.1]",
  ]),
)("plain http is sent to %s", async (hostname) => {
  const dispatcher = new MockAgent();
  dispatcher.disableNetConnect();
  dispatcher
    .get(() => true)
    .intercept({ path: "/" })
    .reply(200, "local");
  await using host = createNodeHost({ env, dispatcher });
  const answer = await host.request({ method: "GET", url: `http://${hostname}/` });
  expect(answer.text()).toBe("local");
});

test.each([
  "8.8.8.8",
  "100.63.255.255",
  "100.128.0.1",
  "172.32.0.1",
  "169.255.0.1",
  "11.0.0.1",
  "[2001:db8::1]",
  "[::ffff:808:808]",
  "[fec0::1]",
])("plain http to %s is CONFIG_INVALID and names allowInsecureHttp", async (hostname) => {
  await using host = createNodeHost({ env });
  const error = await rejection(host.request({ method: "GET", url: `http://${hostname}/secret-path?k=canary` }));
  expect(error).toMatchObject({ code: "CONFIG_INVALID", permanent: true });
  expect(error.message).toContain("allowInsecureHttp");
  expect(error.message).toContain(hostname);
  expect(error.message).not.toMatch(/secret-path|canary/);
});

test("a name counts as what it resolves to", async () => {
  await using host = createNodeHost({ env, lookup: nameServer(["203.0.113.7"]).lookup });
  const error = await rejection(host.request({ method: "GET", url: "http://metadata.example.com/" }));
  expect(error).toMatchObject({ code: "CONFIG_INVALID" });
});

test("the checked address is the one connected to, with the name in Host: a name server that changes its mind changes nothing", async () => {
  await using server = await serveHttp((request, response) => response.end(request.headers.host));
  const { lookup, asked } = nameServer(["127.0.0.1"], ["203.0.113.7"]);
  await using host = createNodeHost({ env, lookup });
  const answer = await host.request({ method: "GET", url: `http://rebind.example.com:${String(server.port)}/` });
  expect(answer.text()).toBe(`rebind.example.com:${String(server.port)}`);
  expect(asked).toEqual(["rebind.example.com"]);
  const second = await rejection(
    host.request({ method: "GET", url: `http://rebind.example.com:${String(server.port)}/` }),
  );
  expect(second).toMatchObject({ code: "CONFIG_INVALID" });
});

test("of several addresses the public ones are left out, and the next is tried where one refuses", async () => {
  await using server = await serveHttp((_request, response) => response.end("reached"));
  await using host = createNodeHost({ env, lookup: nameServer(["203.0.113.7", "127.0.0.9", "127.0.0.1"]).lookup });
  const answer = await host.request({ method: "GET", url: `http://several.example.com:${String(server.port)}/` });
  expect(answer.text()).toBe("reached");
});

test("allowInsecureHttp lifts the rule", async () => {
  const dispatcher = new MockAgent();
  dispatcher.get("http://8.8.8.8").intercept({ path: "/" }).reply(200, "anywhere");
  await using host = createNodeHost({ env, dispatcher });
  const answer = await host.request({ method: "GET", url: "http://8.8.8.8/", allowInsecureHttp: true });
  expect(answer.text()).toBe("anywhere");
});

test("an unknown name is NETWORK", async () => {
  const lookup: LookupFunction = (hostname, _options, callback) => {
    callback(Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: "ENOTFOUND" }), []);
  };
  await using host = createNodeHost({ env, lookup });
  for (const scheme of ["http", "https"]) {
    const error = await rejection(host.request({ method: "GET", url: `${scheme}://nowhere.example.com/` }));
    expect(error).toMatchObject({
      code: "NETWORK",
      message: "cannot connect to nowhere.example.com: ENOTFOUND",
      cause: { requestSent: false },
    });
  }
});

test("a name server that never answers is held to the connect timeout, and to the caller's signal", async () => {
  const lookup: LookupFunction = () => undefined;
  await using host = createNodeHost({ env, lookup });
  const request = { method: "GET", url: "http://silent.example.com/" };
  expect(await rejection(host.request({ ...request, connectTimeout: 30 }))).toMatchObject({
    code: "TIMEOUT",
    cause: { requestSent: false },
  });
  const reason = new Error("enough");
  expect(await rejection(host.request({ ...request, signal: AbortSignal.abort(reason) }))).toMatchObject({
    code: "ABORTED",
    cause: reason,
  });
  const controller = new AbortController();
  const pending = rejection(host.request({ ...request, signal: controller.signal }));
  controller.abort(reason);
  expect(await pending).toMatchObject({ code: "ABORTED", cause: reason });
});

test("resolving the name and connecting share the one connect timeout", async () => {
  let asked = (): void => undefined;
  const isAsked = new Promise<void>((resolve) => (asked = resolve));
  const lookup: LookupFunction = (_hostname, _options, callback) => {
    setTimeout(() => callback(null, [{ address: "127.0.0.1", family: 4 }]), 4_000);
    asked();
  };
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  onTestFinished(() => void vi.useRealTimers());
  await using host = createNodeHost({ env, lookup, dispatcher: new SilentDispatcher() });
  let outcome: unknown;
  void rejection(host.request({ method: "GET", url: "http://slow.example.com/" })).then((error) => (outcome = error));
  await isAsked;
  await vi.advanceTimersByTimeAsync(4_999);
  expect(outcome).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  expect(outcome).toMatchObject({ code: "TIMEOUT", message: expect.stringContaining("5000 ms") });
});

/** Takes every request and never begins one. */
class SilentDispatcher extends Dispatcher {
  override dispatch(): boolean {
    return true;
  }
}
