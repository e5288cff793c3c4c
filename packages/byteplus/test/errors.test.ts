import { once } from "node:events";
import { createServer } from "node:http";
import { CredentialsError } from "@credport/core";
import { assertNoCanary, canary, drive, scriptedSource, testSession } from "@credport/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  assumeRole,
  BytePlusAbortError,
  BytePlusCredentialsError,
  BytePlusError,
  BytePlusNetworkError,
  BytePlusSerializationError,
  BytePlusServiceError,
  BytePlusSession,
  fromBytePlusCredentials,
} from "../src/index.js";
import { caller, listUsers, ownProvider, rejection, startWorld, type World } from "./world.js";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const sent = (): number => world.emulator.calls.count("byteplus");
const fail = (status: number, code: string, more: object = {}): void => {
  world.emulator.faults.failNext({ service: "byteplus", times: Infinity, status, code, ...more });
};

describe("6 errors", () => {
  test("nested: status, code, number, request id, log id, and the server's text", async () => {
    const error = await rejection(
      world.client({ credentials: { accessKeyId: "AKLTnobody", accessKeySecret: "s" } }).call(listUsers),
    );
    expect(error).toMatchObject({
      name: "BytePlusAuthError",
      kind: "server",
      code: "InvalidAccessKey",
      codeN: 100_009,
      status: 401,
      action: "ListUsers",
      service: "iam",
      region: "ap-southeast-1",
      requestId: expect.any(String),
      logId: expect.any(String),
      serverMessage: "The access key is not valid.",
      body: expect.stringContaining("CodeN"),
    });
    expect(error).toBeInstanceOf(BytePlusServiceError);
    expect(String(error)).toMatch(/InvalidAccessKey.*401.*request/);
  });

  test("flat and HTML answers keep their status at once", async () => {
    world.emulator.byteplus.errorForm = "flat";
    expect(await rejection(world.client().call({ ...listUsers, action: "Nope" }))).toMatchObject({
      code: "InvalidActionOrVersion",
      status: 404,
    });
    world.emulator.byteplus.errorForm = "html";
    expect(await rejection(world.client().call({ ...listUsers, action: "Nope" }))).toMatchObject({
      code: "HttpError",
      status: 404,
      name: "BytePlusServiceError",
    });
  });

  test("STS errors keep no body", async () => {
    fail(403, "AccessDenied");
    expect(await rejection(world.client().call(caller))).not.toHaveProperty("body");
  });

  test("simpleError leaves the code alone", async () => {
    expect(await rejection(world.client({ simpleError: true }).call({ ...listUsers, action: "Nope" }))).toMatchObject({
      message: "InvalidActionOrVersion",
    });
  });

  test("credentials that cannot be had are a BytePlusCredentialsError with the trace", async () => {
    const failure = new CredentialsError({
      code: "LOGIN_REQUIRED",
      vendorCode: "CliSsoTokenCacheMissing",
      message: "Log in again.",
    });
    const error = await rejection(world.client({ credentials: scriptedSource(failure) }).call(listUsers));
    expect(error).toMatchObject({
      kind: "client",
      code: "CliSsoTokenCacheMissing",
      cause: { code: "LOGIN_REQUIRED" },
      retryable: false,
    });
    expect(error).toBeInstanceOf(BytePlusCredentialsError);
    expect(sent()).toBe(0);
  });

  test.each(["null", "{}", '{"accessKeyId":"a"}'])(
    "a provider that answers %s: nothing is sent unsigned",
    async (text) => {
      const credentials = ownProvider(async () => JSON.parse(text));
      const error = await rejection(world.client({ credentials }).call(listUsers));
      expect(error).toMatchObject({ name: "BytePlusCredentialsError", code: "INVALID_CREDENTIAL" });
      expect(sent()).toBe(0);
    },
  );

  test("a provider that answers with what has expired: nothing is signed with it", async () => {
    const expired = testSession(1, { expiration: new Date(world.clock.now()) });
    const client = world.client({ credentials: ownProvider(async () => expired) });
    for (const error of [await rejection(client.call(listUsers)), await rejection(client.presign(listUsers))])
      expect(error).toMatchObject({ name: "BytePlusCredentialsError", code: "EXPIRED" });
    expect(sent()).toBe(0);
  });

  test("keys that say when they end are not used from then on, wherever they are given", async () => {
    const { accessKeyId, accessKeySecret } = world.keys;
    const expiration = new Date(world.clock.now() + 60_000);
    const credentials = fromBytePlusCredentials({ accessKeyId, secretAccessKey: accessKeySecret, expiration });
    const clients = [
      world.client({ credentials }),
      world.client({ dynamicCredentials: () => ({ credentials, region: "r" }) }),
      world.client({ credentials: assumeRole({ credentials, roleTrn: "trn:iam::1:role/r", retries: 0 }) }),
    ];
    await clients[0]?.call(listUsers);
    await clients[1]?.call(listUsers);
    world.clock.jump(60_000);
    for (const client of clients)
      expect(await rejection(client.call(listUsers))).toMatchObject({
        name: "BytePlusCredentialsError",
        code: "EXPIRED",
      });
    expect(sent()).toBe(2);
  });

  test("a refused connection, a name that does not exist, a slow answer", async () => {
    const { port } = new URL(world.emulator.byteplus.url);
    const closed = await startWorld();
    const { url } = closed.emulator.byteplus;
    await closed[Symbol.asyncDispose]();
    expect(new URL(url).port).not.toBe(port);
    expect(await rejection(world.client({ endpoint: url, maxRetries: 0 }).call(listUsers))).toMatchObject({
      name: "BytePlusNetworkError",
      code: "RequestError",
      errno: "ECONNREFUSED",
      phase: "connect",
      kind: "network",
    });
    const nowhere = world.client({ endpoint: "http://no-such-host.invalid", maxRetries: 0 });
    expect(await rejection(nowhere.call(listUsers))).toMatchObject({
      code: "RequestError",
      phase: "dns",
      timeout: false,
    });
    const hung = world.emulator.faults.hang({ service: "byteplus" });
    const slow = await rejection(world.client({ timeout: 50, maxRetries: 0 }).call(listUsers));
    hung.release();
    expect(slow).toMatchObject({ name: "BytePlusNetworkError", code: "RequestError", phase: "read", timeout: true });
  });

  test("an answer that begins and does not end in time is ResponseTimeout", async () => {
    const server = createServer((_request, response) => response.writeHead(200).write("{"));
    await once(server.listen(0, "127.0.0.1"), "listening");
    const address = server.address();
    const endpoint = `http://127.0.0.1:${typeof address === "object" ? address?.port : address}`;
    const error = await rejection(world.client({ endpoint, timeout: 50, maxRetries: 0 }).call(listUsers));
    server.closeAllConnections();
    server.close();
    expect(error).toMatchObject({
      name: "BytePlusNetworkError",
      code: "ResponseTimeout",
      phase: "read",
      timeout: true,
      kind: "network",
    });
  });

  test("bad input: a line break in a key or token is a client error that names neither, sent to nobody", async () => {
    for (const credentials of [
      { accessKeyId: "AKLT\r\nx", accessKeySecret: "s" },
      { ...world.keys, securityToken: "token\n" },
    ]) {
      const error = await rejection(world.client({ credentials }).call(listUsers));
      expect(error).toMatchObject({ name: "BytePlusSerializationError", kind: "client", retryable: false });
      expect(String(error)).not.toMatch(/AKLT|token\n/);
    }
    expect(sent()).toBe(0);
  });

  test("what a hook throws is a BytePlusError with it as its cause", async () => {
    const thrown = new Error("mine");
    const interceptors = [{ after: () => Promise.reject(thrown) }, { before: () => Promise.reject(thrown) }];
    for (const interceptor of interceptors) {
      const error = await rejection(world.client({ interceptors: [interceptor] }).call(listUsers));
      expect(error).toMatchObject({ name: "BytePlusError", kind: "other", code: "UnknownError", cause: thrown });
    }
  });

  test("the caller's abort and the call's time limit are told apart", async () => {
    const hung = world.emulator.faults.hang({ service: "byteplus", times: Infinity });
    const controller = new AbortController();
    const aborted = rejection(world.client().call({ ...listUsers, signal: controller.signal }));
    await hung.arrived;
    controller.abort("enough");
    expect(await aborted).toMatchObject({
      name: "AbortError",
      code: "RequestCanceled",
      kind: "network",
      cause: "enough",
    });
    const timed = await rejection(world.client().call({ ...listUsers, signal: AbortSignal.timeout(30) }));
    expect(timed).toMatchObject({ name: "BytePlusNetworkError", code: "RequestCanceled", timeout: true });
    const limited = await drive(world.host, rejection(world.client().call({ ...listUsers, timeoutMs: 1_000 })));
    expect(limited).toMatchObject({ name: "BytePlusNetworkError", code: "RequestCanceled", timeout: true });
    hung.release();
  });

  test("an abort and a time limit are told apart while credentials are awaited, too", async () => {
    const credentials = { name: "slow", load: () => new Promise<never>(() => undefined) };
    const controller = new AbortController();
    const aborted = rejection(world.client({ credentials }).call({ ...listUsers, signal: controller.signal }));
    const presigned = rejection(world.client({ credentials }).presign({ ...listUsers, signal: controller.signal }));
    controller.abort("enough");
    for (const error of [await aborted, await presigned]) {
      expect(error).toMatchObject({ name: "AbortError", code: "RequestCanceled", kind: "network", cause: "enough" });
    }
    const limited = drive(world.host, rejection(world.client({ credentials }).call({ ...listUsers, timeoutMs: 9 })));
    expect(await limited).toMatchObject({ name: "BytePlusNetworkError", code: "RequestCanceled", timeout: true });
    expect(sent()).toBe(0);
  });

  test("a signal that has aborted already ends the call before any work", async () => {
    expect(await rejection(world.client().call({ ...listUsers, signal: AbortSignal.abort() }))).toBeInstanceOf(
      BytePlusAbortError,
    );
    expect(sent()).toBe(0);
  });

  test("a successful answer that is no JSON object is a BytePlusSerializationError, not retried", async () => {
    const client = world.client({ parseJson: () => 7 });
    expect(await rejection(client.call(listUsers))).toMatchObject({
      name: "BytePlusSerializationError",
      code: "SerializationError",
      status: 200,
      kind: "client",
    });
    expect(sent()).toBe(1);
  });

  test("an answer over maxResponseBytes is refused", async () => {
    expect(await rejection(world.client({ maxResponseBytes: 10, maxRetries: 0 }).call(listUsers))).toMatchObject({
      code: "ReadError",
    });
  });

  test("instanceof works across two copies of the package", async () => {
    class Copy extends Error {}
    const error = new BytePlusSerializationError({ message: "m" });
    expect(error).toBeInstanceOf(BytePlusError);
    expect(error).not.toBeInstanceOf(BytePlusNetworkError);
    expect(new Copy()).not.toBeInstanceOf(BytePlusError);
    const brand = Symbol.for("@credport/byteplus/error");
    expect(Object.assign(new Copy(), { [brand]: ["BytePlusError", "BytePlusServiceError"] })).toBeInstanceOf(
      BytePlusServiceError,
    );
    class Mine extends BytePlusServiceError {}
    expect(new BytePlusServiceError({ code: "c", message: "m", status: 1 })).not.toBeInstanceOf(Mine);
    expect(new Mine({ code: "c", message: "m", status: 1 })).toBeInstanceOf(BytePlusServiceError);
  });
});

describe("canaries", () => {
  const keys = {
    accessKeyId: "AKLTcanary",
    accessKeySecret: canary.accessKeySecret,
    securityToken: canary.securityToken,
  };

  test("no secret is in any error, whatever the server echoes", async () => {
    world.emulator.faults.failNext({
      service: "byteplus",
      times: Infinity,
      status: 401,
      code: "SignatureDoesNotMatch",
      message: `secret ${canary.accessKeySecret} token ${canary.securityToken} ${"x".repeat(900)}\u0007`,
    });
    for (const errorForm of ["nested", "flat", "html"] as const) {
      world.emulator.byteplus.errorForm = errorForm;
      const error = await rejection(world.client({ credentials: keys }).call(listUsers));
      assertNoCanary(error);
      if (!(error instanceof BytePlusServiceError)) throw new Error("It is another error.");
      assertNoCanary([error.body, error.serverMessage]);
      expect(error.serverMessage?.length ?? 0).toBeLessThanOrEqual(500);
      expect(error.message).not.toContain("\u0007");
    }
  });

  test("no secret is in client, session, network errors or aborts", async () => {
    const client = world.client({ credentials: keys, maxRetries: 0 });
    world.emulator.faults.dropConnection({ service: "byteplus" });
    const network = await rejection(client.call(listUsers));
    const aborted = await rejection(client.call({ ...listUsers, signal: AbortSignal.abort() }));
    await using session = new BytePlusSession({ credentials: keys, region: "r", host: world.host });
    assertNoCanary([client, session, network, aborted]);
  });
});
