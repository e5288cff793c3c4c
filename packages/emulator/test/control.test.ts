import { once } from "node:events";
import { request } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startEmulator, type Emulator, type SessionCredentials } from "../src/index.js";

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

test("what a key is good for after each of them", async () => {
  const { accounts, clock } = emulator;
  const user = accounts.createUser();
  const [expired, rotated, revoked] = Array.from({ length: 3 }, () => accounts.issueSession({ of: user }));
  const rejection = (keys: SessionCredentials | undefined): string | undefined =>
    accounts.lookup(keys?.accessKeyId ?? "", keys?.securityToken, clock.now()).rejection;
  await control("POST", "/expire", { accessKeyId: expired?.accessKeyId });
  await control("POST", "/revoke", { accessKeyId: revoked?.accessKeyId });
  expect([expired, rotated, revoked].map(rejection)).toEqual(["expired", undefined, "invalid-token"]);
  await control("POST", "/rotate");
  expect(rejection(rotated)).toBe("expired");
  const late = accounts.issueSession({ of: user, durationSeconds: 900 });
  await control("POST", "/advance", { milliseconds: 899_999 });
  expect(rejection(late)).toBeUndefined();
  await control("POST", "/advance", { milliseconds: 1 });
  expect(rejection(late)).toBe("expired");
  await control("POST", "/revoke", { accessKeyId: user.accessKeyId });
  expect(accounts.lookup(user.accessKeyId, undefined, clock.now()).rejection).toBe("unknown-key");
});

test.each<readonly [rule: object, outcome: string | number]>([
  [{ kind: "fail", status: 503, code: "Busy" }, 503],
  [{ kind: "earlyAnswer", status: 403, code: "Early" }, 403],
  [{ kind: "delay", milliseconds: 1 }, 400],
  [{ kind: "dropConnection" }, "lost"],
  [{ kind: "dropConnection", when: "answer" }, "lost"],
  [{ kind: "truncateBody", bytes: 3 }, "lost"],
  [{ kind: "clockSkew", milliseconds: -60_000, times: 1 }, "Mon, 31 Dec 2029 23:59:00 GMT"],
])("POST /faults %j, once", async (rule, outcome) => {
  const call = async (): Promise<readonly (string | number | null)[]> => {
    try {
      const answer = await fetch(emulator.sts.url);
      await answer.text();
      return [answer.status, answer.headers.get("date")];
    } catch {
      return ["lost"];
    }
  };
  await control("POST", "/faults", { ...rule, service: "sts" });
  expect(await call()).toContain(outcome);
  expect(await call()).toEqual([400, "Tue, 01 Jan 2030 00:00:00 GMT"]);
  expect(emulator.calls.count("sts")).toBe(2);
});

test("POST /faults hang holds calls until DELETE /faults", async () => {
  await control("POST", "/faults", { kind: "hang", service: "sts" });
  const both = [fetch(emulator.sts.url), fetch(emulator.sts.url)];
  expect((await Promise.race(both)).status).toBe(400);
  expect(emulator.calls.count("sts")).toBe(1);
  await control("DELETE", "/faults");
  expect((await Promise.all(both)).map(({ status }) => status)).toEqual([400, 400]);
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
  ["/faults", { kind: "fail", status: 7, code: "x" }, "status must be from 200 to 599"],
  ["/faults", { kind: "hang", service: "s4" }, "service must be one that runs: sts, oss"],
  ["/faults", { kind: "hang", times: "many" }, "times must be a number"],
  ["/faults", { kind: "dropConnection", when: "never" }, "when must be request or answer"],
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
