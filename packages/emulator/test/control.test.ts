import { once } from "node:events";
import { request } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startEmulator, type Emulator } from "../src/index.js";

let emulator: Emulator<"sts" | "oss">;

beforeEach(async () => {
  emulator = await startEmulator({ services: ["sts", "oss"], clock: { now: () => Date.UTC(2030, 0, 1) } });
});

afterEach(() => emulator.close());

async function control(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const response = await fetch(emulator.control.url + path, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "content-type": "application/json; charset=utf-8" } }),
  });
  return { status: response.status, body: await response.json() };
}

test("GET / says what runs", async () => {
  expect((await control("GET", "/")).body).toEqual({
    accountId: emulator.accountId,
    region: "cn-hangzhou",
    now: "2030-01-01T00:00:00.000Z",
    endpoints: { sts: emulator.sts.url, oss: emulator.oss.url },
  });
});

test("POST /advance and /clock move the clock", async () => {
  expect((await control("POST", "/advance", { milliseconds: 1500 })).body).toEqual({ now: "2030-01-01T00:00:01.500Z" });
  expect((await control("POST", "/clock", { now: "2031-01-01T00:00:00Z" })).body).toEqual({
    now: "2031-01-01T00:00:00.000Z",
  });
  expect(emulator.clock.now()).toBe(Date.UTC(2031, 0, 1));
});

test("users, roles and sessions; expire, rotate and revoke", async () => {
  const user = (await control("POST", "/users", { name: "ann" })).body;
  expect(user).toMatchObject({ arn: `acs:ram::${emulator.accountId}:user/ann` });
  const role = (await control("POST", "/roles", { name: "reader" })).body;
  expect(role).toEqual({ arn: `acs:ram::${emulator.accountId}:role/reader` });
  const issue = async (): Promise<string> =>
    Object((await control("POST", "/sessions", { roleArn: Object(role).arn, durationSeconds: 900 })).body).accessKeyId;
  const first = await issue();
  await issue();
  expect((await control("POST", "/expire", { accessKeyId: first })).body).toEqual({ expired: 1 });
  expect((await control("POST", "/rotate")).body).toEqual({ expired: 1 });
  expect((await control("POST", "/revoke", { accessKeyId: first })).body).toEqual({ revoked: true });
  expect((await control("POST", "/revoke", { accessKeyId: "unknown" })).body).toEqual({ revoked: false });
});

test("POST /faults adds a rule, DELETE /faults removes all", async () => {
  const rule = { kind: "fail", service: "oss", operation: "ListBuckets", times: "all", status: 503, code: "Busy" };
  expect((await control("POST", "/faults", rule)).status).toBe(200);
  const answer = await fetch(emulator.oss.url);
  expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining("<Code>Busy</Code>")]);
  await control("DELETE", "/faults");
  expect((await fetch(emulator.oss.url)).status).toBe(403);
});

test("GET /calls counts and lists", async () => {
  await fetch(emulator.oss.url);
  await fetch(emulator.sts.url);
  expect((await control("GET", "/calls?service=oss")).body).toMatchObject({
    counts: { oss: { ListBuckets: 1 }, sts: { Unknown: 1 } },
    calls: [{ service: "oss", operation: "ListBuckets", status: 403 }],
  });
});

test("POST /reset forgets calls, faults, clock, sessions and objects", async () => {
  const session = emulator.accounts.issueSession({ of: emulator.accounts.createUser() });
  emulator.oss.createBucket("open", { acl: "public-read" });
  emulator.clock.advance(1000);
  await fetch(emulator.oss.url);
  await control("POST", "/reset");
  expect(emulator.calls.count()).toBe(0);
  expect(emulator.clock.now()).toBe(Date.UTC(2030, 0, 1));
  expect(emulator.accounts.lookup(session.accessKeyId, session.securityToken, 0).rejection).toBe("unknown-key");
  expect((await fetch(`${emulator.oss.url}/open/`)).status).toBe(404);
});

test.each([
  ["/advance", {}, "milliseconds is missing"],
  ["/advance", { milliseconds: "1" }, "milliseconds must be a number"],
  ["/clock", { now: "soon" }, "set needs a valid date or milliseconds since the epoch"],
  ["/revoke", {}, "accessKeyId is missing"],
  ["/faults", { kind: "explode" }, "kind must be one of fail"],
  ["/faults", { kind: "fail", status: 500 }, "code is missing"],
  ["/sessions", { roleArn: "acs:ram::1:role/nobody" }, "issueSession needs"],
])("POST %s %j is refused, naming what is wrong", async (path, body, message) => {
  const answer = await control("POST", path, body);
  expect(answer).toEqual({ status: 400, body: { error: expect.stringContaining(message) } });
});

test("what a web page could send is refused", async () => {
  const simple = await fetch(`${emulator.control.url}/advance`, { method: "POST", body: '{"milliseconds":1}' });
  expect(simple.status).toBe(400);
  const crossOrigin = await fetch(emulator.control.url, { headers: { origin: "https://example.com" } });
  expect(crossOrigin.status).toBe(403);
  const rebound = request({ port: emulator.control.port, host: "127.0.0.1", headers: { host: "evil.example" } }).end();
  const [response] = await once(rebound, "response");
  expect(response.statusCode).toBe(403);
  response.resume();
  expect((await control("GET", "/nothing")).status).toBe(404);
});
