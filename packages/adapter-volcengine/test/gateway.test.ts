import { CredentialsError } from "@credport/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createTosClient, createVolcengineClient, createVolcengineService } from "../src/index.js";
import { gatewayClients } from "./clients.js";
import { emulatedCloud, type EmulatedCloud } from "./emulated-cloud.js";

let cloud: EmulatedCloud;

beforeEach(async () => {
  cloud = await emulatedCloud();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await cloud[Symbol.asyncDispose]();
});

describe.each(gatewayClients)("$name", (client) => {
  const connect = (): (() => Promise<unknown>) => client.connect(cloud.rotating.provider, cloud.emulator.byteplus.host);

  test("reads the provider at each call: 30 rotations, none refused, one load a rotation", async () => {
    const call = connect();
    for (let rotation = 0; rotation < 30; rotation += 1) {
      await Promise.all(Array.from({ length: 5 }, call));
      await cloud.replaceSession();
    }
    expect(cloud.refused).toBe(0);
    expect(new Set(cloud.accepted).size).toBe(30);
    expect(cloud.rotating.loads).toBe(31);
  });

  test("survives a refused session: one load, one more call", async () => {
    const call = connect();
    await call();
    cloud.emulator.accounts.rotate();
    expect(await call()).toMatchObject({ Result: expect.anything() });
    expect(cloud.refused).toBe(1);
    expect(cloud.rotating.loads).toBe(2);
  });

  test("attaches no session token from the environment to a permanent key", async () => {
    await cloud[Symbol.asyncDispose]();
    cloud = await emulatedCloud("permanent");
    for (const name of ["VOLCSTACK_SESSION_TOKEN", "VOLC_SESSION_TOKEN", "VOLCENGINE_SESSION_TOKEN"]) {
      vi.stubEnv(name, "somebody-else's");
    }
    const call = connect();
    await call();
    await call();
    expect(cloud.refused).toBe(0);
  });

  test("gets the provider's own error, and sends nothing", async () => {
    cloud.rotating.failWith(new CredentialsError({ code: "LOGIN_REQUIRED", message: "log in again" }));
    await expect(connect()()).rejects.toMatchObject({ code: "LOGIN_REQUIRED" });
    expect(cloud.emulator.calls.count()).toBe(0);
  });
});

describe("bad input", () => {
  test.each([
    ["@volcengine/openapi", "1.36.2", createVolcengineService],
    ["@volcengine/sdk-core", "1.0.0", createVolcengineClient],
    ["@volcengine/tos-sdk", "2.9.1", createTosClient],
  ])("%s: a wrong class is named, with what is there and what to install", (name, version, create) => {
    const make = (provider: unknown): unknown => Reflect.apply(create, undefined, [class {}, { provider }]);
    expect(() => make(cloud.rotating.provider)).toThrow(`(found: ${version}). Install ${name}@`);
    expect(() => make({})).toThrow(/"provider" must be a CredentialsProvider/);
  });
});
