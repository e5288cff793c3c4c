import { createAccessKeyCredentials, createProvider } from "@credport/core";
import { scriptedSource } from "@credport/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { BytePlusAbortError, BytePlusAuthError, BytePlusThrottlingError, createRetryer } from "../src/index.js";
import { caller, listUsers, rejection, startWorld, type World } from "./world.js";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const sent = (): number => world.emulator.calls.count("byteplus");
const fail = (status: number, code: string, more: object = {}): void => {
  world.emulator.faults.failNext({ service: "byteplus", times: Infinity, status, code, ...more });
};

describe("5 retries", () => {
  test("3 retries, each signed anew, with the formula's pauses", async () => {
    fail(500, "InternalError");
    const dates: string[] = [];
    const client = world.client({
      interceptors: [{ before: ({ headers }) => void dates.push(`${headers["x-date"]} ${headers["authorization"]}`) }],
    });
    world.clock.jump(500);
    expect(await rejection(client.call(listUsers))).toMatchObject({ status: 500, retryable: true });
    expect(sent()).toBe(4);
    expect(world.pauses).toEqual([45, 90, 180]);
    expect(dates).toHaveLength(4);
  });

  test("throttling has the longer pauses, and Retry-After comes on top", async () => {
    fail(429, "FlowLimitExceeded", { headers: { "Retry-After": "2" } });
    expect(await rejection(world.client().call(listUsers))).toMatchObject({
      name: "BytePlusThrottlingError",
      retryAfterMs: 2_000,
    });
    expect(world.pauses).toEqual([2_750, 3_500, 5_000]);
  });

  test("throttling without Retry-After", async () => {
    fail(200, "Throttling");
    expect(await rejection(world.client().call(listUsers))).toBeInstanceOf(BytePlusThrottlingError);
    expect(world.pauses).toEqual([750, 1_500, 3_000]);
  });

  test("a re-signed retry has a new X-Date", async () => {
    fail(429, "FlowLimitExceeded", { times: 2 });
    const dates: (string | undefined)[] = [];
    const retryer = { ...createRetryer(), delay: () => 1_000 };
    await world
      .client({ retryer, interceptors: [{ before: ({ headers }) => void dates.push(headers["x-date"]) }] })
      .call(listUsers);
    expect(new Set(dates).size).toBe(3);
  });

  test.each<readonly [number | undefined, number | undefined, number]>([
    [0, undefined, 1],
    [1, undefined, 2],
    [-1, undefined, 4],
    [undefined, 0, 1],
    [4, 2, 3],
  ])("maxRetries %s of the client and %s of the call: %i requests", async (ofClient, ofCall, requests) => {
    fail(503, "Unavailable");
    await rejection(world.client({ maxRetries: ofClient }).call({ ...listUsers, maxRetries: ofCall }));
    expect(sent()).toBe(requests);
  });

  test.each([-2, 1.5])("maxRetries %s is refused at construction", (maxRetries) => {
    expect(() => world.client({ maxRetries })).toThrow(
      expect.objectContaining({ name: "BytePlusConfigError", code: "CONFIG_INVALID" }),
    );
  });

  test("business errors, HTML pages and flat errors are not retried", async () => {
    for (const errorForm of ["nested", "flat", "html"] as const) {
      world.emulator.byteplus.errorForm = errorForm;
      const before = sent();
      expect(await rejection(world.client().call({ ...listUsers, action: "Nope" }))).toMatchObject({
        status: 404,
        retryable: false,
      });
      expect(sent()).toBe(before + 1);
    }
  });

  test("custom retry codes and throttle codes, of the client and of the call", async () => {
    fail(403, "AccessDenied");
    await rejection(world.client({ retryErrorCodes: ["AccessDenied"] }).call(listUsers));
    await rejection(world.client().call({ ...listUsers, retryErrorCodes: ["AccessDenied"] }));
    expect(sent()).toBe(8);
    world.pauses.length = 0;
    expect(await rejection(world.client({ throttleErrorCodes: ["AccessDenied"] }).call(listUsers))).toBeInstanceOf(
      BytePlusThrottlingError,
    );
    expect(world.pauses[0]).toBe(750);
  });

  test("a throttle code of one's own may be that of an answer that could not be read", async () => {
    world.emulator.faults.add({ kind: "corruptBody", service: "byteplus", times: Infinity });
    const client = world.client({ throttleErrorCodes: ["SerializationError"] });
    expect(await rejection(client.call(listUsers))).toMatchObject({ code: "SerializationError" });
    expect(sent()).toBe(4);
    expect(world.pauses).toEqual([750, 1_500, 3_000]);
  });

  test("a retryer and a sleep of one's own replace the built-in ones", async () => {
    fail(403, "AccessDenied");
    const slept: number[] = [];
    const client = world.client({
      retryer: {
        maxRetries: 2,
        shouldRetry: ({ error }) => error.code === "AccessDenied",
        delay: ({ retry }) => retry + 7,
      },
      sleep: async (milliseconds) => void slept.push(milliseconds),
    });
    await rejection(client.call(listUsers));
    expect(slept).toEqual([7, 8]);
    await rejection(world.client({ retryer: createRetryer(1), maxRetries: 0 }).call(listUsers));
    expect(sent()).toBe(3 + 1);
  });

  test("a connection that breaks while reading is retried for GET, for POST only when it is idempotent", async () => {
    const client = world.client();
    world.emulator.faults.dropConnection({ service: "byteplus", times: 3 });
    expect(await client.call(listUsers)).toMatchObject({ attempts: 4 });
    world.emulator.faults.dropConnection({ service: "byteplus" });
    expect(await rejection(client.call(caller))).toMatchObject({
      name: "BytePlusNetworkError",
      code: "RequestError",
      phase: "read",
    });
    world.emulator.faults.add({ kind: "truncateBody", service: "byteplus" });
    expect(await rejection(client.call(caller))).toMatchObject({ code: "ReadError", phase: "read" });
    world.emulator.faults.dropConnection({ service: "byteplus" });
    expect(await client.call({ ...caller, idempotent: true })).toMatchObject({ attempts: 2 });
  });

  test("a pause that would outlast the call's time is not begun", async () => {
    fail(429, "FlowLimitExceeded", { headers: { "Retry-After": "10" } });
    const client = world.client({ sleep: () => Promise.reject(new Error("must not sleep")) });
    expect(await rejection(client.call({ ...listUsers, timeoutMs: 5_000 }))).toBeInstanceOf(BytePlusThrottlingError);
    expect(sent()).toBe(1);
  });

  test("an abort during a pause ends the call", async () => {
    fail(503, "Unavailable");
    const controller = new AbortController();
    const sleep = (_milliseconds: number, signal: AbortSignal | undefined): Promise<void> =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => reject(new Error("aborted")), { once: true });
        controller.abort();
      });
    const error = await rejection(world.client({ sleep }).call({ ...listUsers, signal: controller.signal }));
    expect(error).toBeInstanceOf(BytePlusAbortError);
    expect(sent()).toBe(1);
  });
});

describe("5 dead credentials", () => {
  const role = () => world.emulator.accounts.createRole({ name: "reader" });
  const sessions = () => {
    const reader = role();
    return scriptedSource(() => {
      const { accessKeyId, accessKeySecret, securityToken, expiration } = world.emulator.accounts.issueSession({
        of: reader,
      });
      return createAccessKeyCredentials({
        accessKeyId,
        accessKeySecret,
        securityToken,
        expiration,
        source: "scripted",
      });
    });
  };

  test("are replaced once, without a pause, and the call is repeated", async () => {
    const source = sessions();
    const client = world.client({ credentials: source });
    await client.call(caller);
    world.emulator.accounts.rotate();
    expect(await client.call(caller)).toMatchObject({ attempts: 2, result: { IdentityType: "AssumedRole" } });
    expect([source.loads, world.pauses]).toEqual([2, []]);
  });

  test.each(["ExpiredToken", "ExpiredTokenException", "RequestExpired", "InvalidSecretToken", "InvalidSecurityToken"])(
    "%s: at most one repetition",
    async (code) => {
      fail(401, code);
      const source = sessions();
      expect(await rejection(world.client({ credentials: source }).call(listUsers))).toBeInstanceOf(BytePlusAuthError);
      expect([sent(), source.loads]).toEqual([2, 2]);
    },
  );

  test("are discarded also where no retry is left, so that the next call has others", async () => {
    const source = sessions();
    const client = world.client({ credentials: source, maxRetries: 0 });
    await client.call(caller);
    world.emulator.accounts.rotate();
    expect(await rejection(client.call(caller))).toBeInstanceOf(BytePlusAuthError);
    expect(await client.call(caller)).toMatchObject({ attempts: 1 });
    expect(source.loads).toBe(2);
  });

  test("the same credentials again end the call", async () => {
    fail(401, "InvalidSecretToken");
    expect(await rejection(world.client().call(listUsers))).toMatchObject({ code: "InvalidSecretToken" });
    expect(sent()).toBe(1);
  });

  test("a shared provider that others have already replaced is not asked to load again", async () => {
    const source = sessions();
    await using provider = createProvider(source, { host: world.host });
    const clients = [world.client({ credentials: provider }), world.client({ credentials: provider })];
    await Promise.all(clients.map((client) => client.call(caller)));
    world.emulator.accounts.rotate();
    await Promise.all(clients.map((client) => client.call(caller)));
    expect(source.loads).toBe(2);
  });
});
