import { CredentialsError } from "@credport/core";
import { startEmulator, type Emulator } from "@credport/emulator";
import { rotatingProvider, type RotatingProvider } from "@credport/testing";
import { iam } from "@volcengine/openapi";
import { Client } from "@volcengine/sdk-core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createTosClient, createVolcengineClient, createVolcengineService } from "../src/index.js";
import { ListUsers } from "./clients.js";

let emulator: Emulator<"byteplus">;
let rotating: RotatingProvider;

async function setUp(kind: "session" | "permanent"): Promise<void> {
  emulator = await startEmulator({ services: ["byteplus"] });
  const role = emulator.accounts.createRole({ name: "adapter" });
  rotating = rotatingProvider(() =>
    kind === "session"
      ? emulator.accounts.issueSession({ of: role, keyIdPrefix: "AKTP" })
      : emulator.accounts.createUser(),
  );
}

beforeEach(() => setUp("session"));
afterEach(async () => {
  vi.unstubAllEnvs();
  await emulator.close();
});

const refused = (): number => emulator.calls.list().filter(({ status = 0 }) => status >= 400).length;
const keys = (): Set<string | undefined> => new Set(emulator.calls.list().map(({ accessKeyId }) => accessKeyId));

async function replaceSession(): Promise<void> {
  const before = rotating.provider.peek()?.accessKeyId;
  await rotating.rotate();
  if (before !== undefined) emulator.accounts.expire(before);
}

const openApi = (): (() => Promise<unknown>) => {
  const service = createVolcengineService(iam.IamService, {
    provider: rotating.provider,
    host: emulator.byteplus.host,
    protocol: "http:",
    serviceName: "iam",
  });
  return () => service.ListUsers({});
};

const sdkCore = (): (() => Promise<unknown>) => {
  const client = createVolcengineClient(Client, {
    provider: rotating.provider,
    host: emulator.byteplus.host,
    protocol: "http",
    autoRetry: false,
  });
  return () => client.send(new ListUsers({}));
};

describe.each([
  { name: "@volcengine/openapi", connect: openApi },
  { name: "@volcengine/sdk-core", connect: sdkCore },
])("$name", ({ connect }) => {
  test("reads the provider at each call: 30 rotations, none refused, one load a rotation", async () => {
    const call = connect();
    for (let rotation = 0; rotation < 30; rotation += 1) {
      await Promise.all(Array.from({ length: 5 }, call));
      await replaceSession();
    }
    expect(refused()).toBe(0);
    expect(keys().size).toBe(30);
    expect(rotating.loads).toBe(31);
  });

  test("survives a refused session: one load, one more call", async () => {
    const call = connect();
    await call();
    emulator.accounts.rotate();
    expect(await call()).toMatchObject({ Result: expect.anything() });
    expect(refused()).toBe(1);
    expect(rotating.loads).toBe(2);
  });

  test("attaches no session token from the environment to a permanent key", async () => {
    await emulator.close();
    await setUp("permanent");
    for (const name of ["VOLCSTACK_SESSION_TOKEN", "VOLC_SESSION_TOKEN", "VOLCENGINE_SESSION_TOKEN"]) {
      vi.stubEnv(name, "somebody-else's");
    }
    const call = connect();
    await call();
    await call();
    expect(refused()).toBe(0);
  });

  test("gets the provider's own error, and sends nothing", async () => {
    rotating.failWith(new CredentialsError({ code: "LOGIN_REQUIRED", message: "log in again" }));
    await expect(connect()()).rejects.toMatchObject({ code: "LOGIN_REQUIRED" });
    expect(emulator.calls.count()).toBe(0);
  });
});

describe("bad input", () => {
  test.each([
    ["@volcengine/openapi", createVolcengineService],
    ["@volcengine/sdk-core", createVolcengineClient],
    ["@volcengine/tos-sdk", createTosClient],
  ])("%s: a wrong class is named, with what to install", (name, create) => {
    const make = (provider: unknown): unknown => Reflect.apply(create, undefined, [class {}, { provider }]);
    expect(() => make(rotating.provider)).toThrow(`Install ${name}@`);
    expect(() => make({})).toThrow(/"provider" must be a CredentialsProvider/);
  });
});
