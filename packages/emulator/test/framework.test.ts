import { networkInterfaces } from "node:os";
import { afterEach, expect, test } from "vitest";
import { startEmulator, type Emulator, type EmulatorOptions } from "../src/index.js";

let emulator: Emulator<"sts"> | undefined;

async function start(options: EmulatorOptions<"sts"> = {}): Promise<Emulator<"sts">> {
  emulator = await startEmulator({ services: ["sts"], ...options });
  return emulator;
}

afterEach(async () => {
  await emulator?.close();
  emulator = undefined;
});

test("each service listens on loopback, on a port of its own, and shows where", async () => {
  const { sts, control } = await start();
  expect(sts.url).toBe(`http://127.0.0.1:${sts.port}`);
  expect(sts.host).toBe(`127.0.0.1:${sts.port}`);
  expect(control.port).not.toBe(sts.port);
});

test("the Date of an answer follows the emulator's clock", async () => {
  const { sts, clock } = await start({ clock: { now: () => Date.UTC(2030, 0, 1) } });
  expect((await fetch(sts.url)).headers.get("date")).toBe("Tue, 01 Jan 2030 00:00:00 GMT");
  clock.advance(3_600_000);
  expect((await fetch(sts.url)).headers.get("date")).toBe("Tue, 01 Jan 2030 01:00:00 GMT");
  clock.set(new Date("2031-05-06T07:08:09Z"));
  expect((await fetch(sts.url)).headers.get("date")).toBe("Tue, 06 May 2031 07:08:09 GMT");
});

test("calls are counted per service and operation, and listed without secrets", async () => {
  const { sts, calls } = await start();
  await fetch(`${sts.url}/?Action=Nothing`);
  await fetch(`${sts.url}/?Action=Nothing`);
  expect(calls.count()).toBe(2);
  expect(calls.count("sts", "Nothing")).toBe(2);
  expect(calls.list("sts")[0]).toMatchObject({ service: "sts", operation: "Nothing", method: "GET" });
  calls.reset();
  expect(calls.count("sts")).toBe(0);
});

test("failNext answers in the service's form, so many times, after so many calls", async () => {
  const { sts, faults } = await start();
  const handle = faults.failNext({ service: "sts", operation: "A", after: 1, times: 2, status: 503, code: "Busy" });
  const statuses = [];
  for (let call = 0; call < 4; call++) statuses.push((await fetch(`${sts.url}/?Action=A`)).status);
  expect(statuses).toEqual([400, 503, 503, 400]);
  expect(handle.hits).toBe(2);
});

test("a rule for another operation does not apply", async () => {
  const { sts, faults } = await start();
  faults.failNext({ operation: "B", status: 503, code: "Busy" });
  expect((await fetch(`${sts.url}/?Action=A`)).status).toBe(400);
});

test("hang holds calls until the rule is released", async () => {
  const { sts, faults, calls } = await start();
  const handle = faults.hang({ service: "sts" });
  const pending = fetch(sts.url);
  await handle.arrived;
  expect(calls.count("sts")).toBe(0);
  handle.release();
  expect((await pending).status).toBe(400);
});

test.each(["hang", "delay"] as const)("a reset lets calls go on that %s holds", async (kind) => {
  const { sts, faults, calls } = await start();
  const handle = faults.add({ service: "sts", kind, milliseconds: 3_600_000 });
  const pending = fetch(sts.url);
  await handle.arrived;
  expect((await fetch(sts.url)).status).toBe(400);
  expect(calls.count("sts")).toBe(1);
  faults.reset();
  expect((await pending).status).toBe(400);
});

test("delay answers late, and only the calls it is for", async () => {
  const { sts, faults, calls } = await start();
  const slow = faults.delay({ operation: "Slow", milliseconds: 20, times: 2 });
  const answers = await Promise.all(["Slow", "Slow", "Slow"].map((action) => fetch(`${sts.url}/?Action=${action}`)));
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
  expect([slow.hits, calls.count("sts", "Slow")]).toEqual([2, 3]);
});

test("no service is reached by another address of this machine", async () => {
  const { sts, control } = await start();
  const others = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  for (const address of [
    "127.0.0.2",
    ...others.filter(({ family }) => family === "IPv4").map((each) => each.address),
  ]) {
    if (address === "127.0.0.1") continue;
    for (const { port } of [sts, control]) await expect(fetch(`http://${address}:${String(port)}`)).rejects.toThrow();
  }
});

test("dropConnection loses the request, or the answer only", async () => {
  const { sts, faults, calls } = await start();
  faults.dropConnection({ service: "sts" });
  await expect(fetch(sts.url)).rejects.toThrow();
  faults.dropConnection({ service: "sts", when: "answer" });
  await expect(fetch(sts.url)).rejects.toThrow();
  expect(calls.list("sts").map((call) => call.status)).toEqual([undefined, undefined]);
});

test("truncateBody and corruptBody spoil the body and leave the headers", async () => {
  const { sts, faults } = await start();
  const right = Buffer.from(await (await fetch(sts.url)).arrayBuffer());
  faults.corruptBody({ service: "sts", offset: 2 });
  const wrong = Buffer.from(await (await fetch(sts.url)).arrayBuffer());
  expect(wrong.length).toBe(right.length);
  expect(wrong[2]).toBe((right[2] ?? 0) ^ 1);
  faults.truncateBody({ service: "sts", bytes: 5 });
  const cut = await fetch(sts.url);
  expect(cut.headers.get("content-length")).toBe(String(right.length));
  await expect(cut.text()).rejects.toThrow();
});

test("earlyAnswer comes while the body is still being sent", async () => {
  const { sts, faults } = await start();
  faults.earlyAnswer({ service: "sts", status: 403, code: "Early" });
  const unfinished = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(16)) });
  const response = await fetch(sts.url, { method: "POST", body: unfinished, duplex: "half" });
  expect(response.status).toBe(403);
});

test("skewClock moves the server's time for matching calls until released", async () => {
  const { sts, faults, clock } = await start({ clock: { now: () => Date.UTC(2030, 0, 1) } });
  const handle = faults.skewClock({ service: "sts", milliseconds: 60_000 });
  expect((await fetch(sts.url)).headers.get("date")).toBe("Tue, 01 Jan 2030 00:01:00 GMT");
  handle.release();
  expect((await fetch(sts.url)).headers.get("date")).toBe("Tue, 01 Jan 2030 00:00:00 GMT");
  expect(clock.now()).toBe(Date.UTC(2030, 0, 1));
});

test("close ends the servers and lets hanging calls go", async () => {
  const { sts, faults, close } = await start();
  const handle = faults.hang({ service: "sts" });
  const pending = fetch(sts.url);
  await handle.arrived;
  await close();
  await pending.catch(() => undefined);
  await expect(fetch(sts.url)).rejects.toThrow();
});
