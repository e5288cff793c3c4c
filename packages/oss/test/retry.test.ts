import { Readable } from "node:stream";
import {
  CredentialsError,
  createAccessKeyCredentials,
  createProvider,
  fromFunction,
  type CredentialsMatcher,
} from "@credport/core";
import { afterEach, describe, expect, it } from "vitest";
import type { OssClient } from "../src/index.js";
import {
  AnonymousCredentialsProvider,
  CanceledError,
  CredentialsProviderFunc,
  StaticCredentialsProvider,
  noRetry,
  standardRetryer,
  findServiceError,
  type CredentialsProvider,
  type OssClientOptions,
  type OssCredentials,
} from "../src/index.js";
import { refuse, setup, stubClient, stubServer, testHost, type StubHandler, type StubServer } from "./fixture.js";

const target = { bucket: "my-bucket", key: "key.txt" };
const open: AsyncDisposable[] = [];

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each[Symbol.asyncDispose]();
});

async function stub(
  handler: StubHandler,
  options: Partial<OssClientOptions> = {},
): Promise<{ server: StubServer; client: OssClient }> {
  const server = await stubServer(handler);
  const client = stubClient(server, options);
  open.push(server, client);
  return { server, client };
}

/** Waits until a promise has either outcome, without minding which. */
const outcome = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);

describe("5 retry counts", () => {
  it("sends 3 requests on a constant 500 with a replayable body", async () => {
    const { server, client } = await stub((response) => refuse(response, 500, "InternalError"));
    await outcome(client.putObject({ ...target, body: "abc" }));
    expect(server.requests.map(({ body }) => body.toString())).toEqual(["abc", "abc", "abc"]);
  });

  it("sends 1 request with a one-shot stream", async () => {
    const { server, client } = await stub((response) => refuse(response, 500, "InternalError"));
    const error = await outcome(client.putObject({ ...target, body: Readable.from([Buffer.from("abc")]) }));
    expect(findServiceError(error)?.code).toBe("InternalError");
    expect(server.requests).toHaveLength(1);
  });

  it("repeats a body factory", async () => {
    const { server, client } = await stub((response, attempt) =>
      attempt < 3 ? refuse(response, 503, "Busy") : response.end(),
    );
    await client.putObject({ ...target, body: () => Readable.from([Buffer.from("abc")]) });
    expect(server.requests.map(({ body }) => body.toString())).toEqual(["abc", "abc", "abc"]);
  });

  it.each([
    [1, 1],
    [5, 5],
    [0, 3],
    [-1, 3],
  ])("per call: %d attempts mean %d", async (retryMaxAttempts, expected) => {
    const { server, client } = await stub((response) => refuse(response, 500, "InternalError"));
    await outcome(client.getObject(target, { retryMaxAttempts }));
    expect(server.requests).toHaveLength(expected);
  });

  it("per call: a retryer and a provider of one's own", async () => {
    const { server, client } = await stub((response) => refuse(response, 404, "NoSuchKey"));
    const retryer = { ...standardRetryer({ maxAttempts: 4 }), isRetryable: () => true };
    await outcome(client.getObject(target, { retryer }));
    expect(server.requests).toHaveLength(4);
    const other = new StaticCredentialsProvider("other", "secret");
    await outcome(client.getObject(target, { credentialsProvider: other }));
    await outcome(client.getObject(target, { credentialsProvider: new AnonymousCredentialsProvider() }));
    const ids = server.requests.map(({ headers }) => /Credential=(\w+)/.exec(headers.authorization ?? "")?.[1]);
    expect(ids.slice(-3)).toEqual(["id", "other", undefined]);
  });

  it("client: total attempts and own retryer", async () => {
    const two = await stub((response) => refuse(response, 500, "InternalError"), { retryMaxAttempts: 2 });
    await outcome(two.client.getObject(target));
    expect(two.server.requests).toHaveLength(2);
    const none = await stub((response) => refuse(response, 500, "InternalError"), { retryer: noRetry });
    await outcome(none.client.getObject(target));
    expect(none.server.requests).toHaveLength(1);
  });

  it.each([
    [4, 4],
    [0, 2],
  ])("3 client: %d attempts with a retryer of its own mean %d", async (retryMaxAttempts, expected) => {
    const retryer = standardRetryer({ maxAttempts: 2 });
    const { server, client } = await stub((response) => refuse(response, 500, "InternalError"), {
      retryer,
      retryMaxAttempts,
    });
    await outcome(client.getObject(target));
    expect(server.requests).toHaveLength(expected);
    await outcome(client.getObject(target, { retryer }));
    expect(server.requests).toHaveLength(expected + 2);
  });

  it.each<[number, string, number]>([
    [500, "InternalError", 3],
    [501, "NotImplemented", 3],
    [503, "ServiceUnavailable", 3],
    [401, "Unauthorized", 3],
    [408, "RequestTimeout", 3],
    [429, "TooManyRequests", 3],
    [400, "BadRequest", 3],
    [403, "RequestTimeTooSkewed", 3],
    [400, "InvalidArgument", 1],
    [403, "AccessDenied", 1],
    [403, "SignatureDoesNotMatch", 1],
    [403, "SecurityTokenExpired", 1],
    [404, "NoSuchKey", 1],
    [409, "FileAlreadyExists", 1],
    [412, "PreconditionFailed", 1],
    [301, "Moved", 1],
  ])("status %d %s: %d requests", async (status, code, expected) => {
    const { server, client } = await stub((response) => refuse(response, status, code));
    await outcome(client.getObject(target));
    expect(server.requests).toHaveLength(expected);
  });

  it("outlives closed connections", async () => {
    const { server, client } = await stub((response, attempt) =>
      attempt < 3 ? response.destroy() : response.end("fine"),
    );
    expect(await (await client.getObject(target)).body.text()).toBe("fine");
    expect(server.requests).toHaveLength(3);
  });

  it("repeats an upload whose CRC does not fit, and gives up with both values", async () => {
    const { server, client } = await stub((response) => response.setHeader("x-oss-hash-crc64ecma", "1").end());
    await expect(client.putObject({ ...target, body: "123456789" })).rejects.toThrow(
      "crc is inconsistent, client 11051210869376104954, server 1",
    );
    expect(server.requests).toHaveLength(3);
    const unchecked = stubClient(server, { disableUploadCrc64Check: true });
    open.push(unchecked);
    await unchecked.putObject({ ...target, body: "123456789" });
  });

  it("repeats a list whose body breaks off, but no other document", async () => {
    const broken: StubHandler = (response) => {
      response
        .writeHead(200, { "content-length": "100", "content-type": "application/xml" })
        .write("<ListBucketResult>", () => response.destroy());
    };
    const { server, client } = await stub(broken);
    await outcome(client.listObjectsV2({ bucket: "my-bucket" }));
    expect(server.requests).toHaveLength(3);
    const error = await outcome(client.getBucketInfo({ bucket: "my-bucket" }));
    expect(error).toMatchObject({ name: "ClientError", code: "UnmarshalOutputFail" });
    expect(server.requests).toHaveLength(4);
  });

  it("repeats a one-shot stream of which no byte was taken", async () => {
    let asked = 0;
    const credentialsProvider = new CredentialsProviderFunc(() => {
      asked += 1;
      if (asked === 1) throw new CredentialsError({ code: "NETWORK", message: "down" });
      return { accessKeyId: "id", accessKeySecret: "secret" };
    });
    const { server, client } = await stub((response) => response.end(), { credentialsProvider });
    await client.putObject({ ...target, body: Readable.from(["abc"]) });
    expect(server.requests.map(({ body }) => body.toString())).toEqual(["abc"]);
  });

  it.each([
    ["NETWORK", 3],
    ["TIMEOUT", 3],
    ["CONFIG_INVALID", 1],
    ["AUTH_REJECTED", 1],
  ] as const)("a provider that fails with %s is asked %d times", async (code, expected) => {
    let asked = 0;
    const credentialsProvider = new CredentialsProviderFunc(() => {
      asked += 1;
      throw new CredentialsError({ code, message: "no credentials" });
    });
    const { server, client } = await stub((response) => response.end(), { credentialsProvider });
    expect(await outcome(client.getObject(target))).toMatchObject({ name: "OperationError", cause: { code } });
    expect(asked).toBe(expected);
    expect(server.requests).toHaveLength(0);
  });

  it("counts CRC and progress anew for each attempt", async () => {
    const { client } = await stub((response, attempt) =>
      attempt === 1 ? refuse(response, 500, "InternalError") : response.setHeader("x-oss-hash-crc64ecma", digits).end(),
    );
    const digits = "11051210869376104954";
    const steps: (number | undefined)[][] = [];
    const onProgress = (...step: (number | undefined)[]): unknown => steps.push(step);
    const body = (): Readable => Readable.from(["12345", "6789"]);
    await client.putObject({ ...target, body, contentLength: 9, onProgress });
    expect(steps).toEqual(
      [...Array(2).keys()].flatMap(() => [
        [5, 5, 9],
        [4, 9, 9],
      ]),
    );
  });
});

describe("5 back-off", () => {
  it("has ceilings of 800 ms, 1.6 s, ... 20 s, and jitter over all of them", async () => {
    const host = testHost();
    const { client } = await stub((response) => refuse(response, 500, "InternalError"), { host, retryMaxAttempts: 8 });
    await outcome(client.getObject(target));
    expect(host.waits).toEqual([400, 800, 1600, 3200, 6400, 10_000, 10_000]);
  });

  it("honours Retry-After, capped", async () => {
    const host = testHost();
    const seconds = ["5", "3600"];
    const { client } = await stub(
      (response, attempt) => refuse(response, 503, "Busy", { "retry-after": seconds[attempt - 1] ?? "0" }),
      { host },
    );
    await outcome(client.getObject(target));
    expect(host.waits).toEqual([5000, 20_000]);
  });

  it("reads a Retry-After that is a time against the answer's own Date, and never waits less than the back-off", async () => {
    const host = testHost();
    const date = new Date("2026-01-01T00:00:00Z");
    const later = [7_000, -7_000].map((wait) => new Date(date.getTime() + wait).toUTCString());
    const { client } = await stub(
      (response, attempt) =>
        refuse(response, 429, "Busy", { date: date.toUTCString(), "retry-after": later[attempt - 1] ?? "soon" }),
      { host },
    );
    await outcome(client.getObject(target));
    expect(host.waits).toEqual([7000, 800]);
  });

  it("is left by a cancelled call, which says so", async () => {
    const controller = new AbortController();
    const host = testHost();
    const { server, client } = await stub((response) => refuse(response, 500, "InternalError"), {
      host: {
        ...host,
        async sleep(milliseconds, options) {
          if (options?.holdsProcess !== true) return host.sleep(milliseconds, options);
          controller.abort(new Error("enough"));
          options.signal?.throwIfAborted();
        },
      },
    });
    const error = await outcome(client.getObject(target, { signal: controller.signal }));
    expect(error).toMatchObject({
      name: "OperationError",
      cause: { name: "CanceledError", cause: { message: "enough" } },
    });
    expect(server.requests).toHaveLength(1);
  });

  it("a call that is cancelled before or during a request", async () => {
    const { server, client } = await stub(() => undefined);
    const before = await outcome(client.getObject(target, { signal: AbortSignal.abort() }));
    expect(before).toMatchObject({ cause: expect.any(CanceledError) });
    expect(server.requests).toHaveLength(0);
    const controller = new AbortController();
    const during = outcome(client.getObject(target, { signal: controller.signal }));
    while (server.requests.length === 0) await new Promise(setImmediate);
    controller.abort();
    expect(await during).toMatchObject({ cause: expect.any(CanceledError) });
  });
});

describe("5 and 1.4 credentials", () => {
  it.each([0, 1])("a call is cancelled while a provider deaf to signals is asked, %s times before", async (answers) => {
    const controller = new AbortController();
    let asked = 0;
    const credentialsProvider: CredentialsProvider = {
      getCredentials() {
        if (asked++ < answers) return Promise.resolve({ accessKeyId: "id", accessKeySecret: "s", securityToken: "t" });
        controller.abort(new Error("enough"));
        return new Promise(() => undefined);
      },
      invalidate: () => "invalidated",
    };
    const { client } = await stub((response) => refuse(response, 403, "InvalidSecurityToken"), { credentialsProvider });
    const error = await outcome(client.getObject(target, { signal: controller.signal }));
    expect(error).toMatchObject({ cause: { name: "CanceledError", cause: { message: "enough" } } });
  });

  it("asks for credentials at every attempt, and signs with the new token", async () => {
    let count = 0;
    const credentialsProvider = new CredentialsProviderFunc(() => {
      count += 1;
      return { accessKeyId: `id-${String(count)}`, accessKeySecret: "secret", securityToken: `token-${String(count)}` };
    });
    const { server, client } = await stub(
      (response, attempt) => (attempt === 1 ? refuse(response, 500, "InternalError") : response.end()),
      { credentialsProvider },
    );
    await client.putObject({ ...target, body: "abc" });
    expect(server.requests.map(({ headers }) => headers["x-oss-security-token"])).toEqual(["token-1", "token-2"]);
    expect(server.requests.map(({ headers }) => /Credential=(id-\d)/.exec(headers.authorization ?? "")?.[1])).toEqual([
      "id-1",
      "id-2",
    ]);
  });

  it("100 concurrent calls at expiry cost one fetch", async () => {
    const world = await setup();
    open.push(world);
    const role = world.emulator.accounts.createRole({ name: "r" });
    const source = fromFunction("sts", async () =>
      createAccessKeyCredentials({
        ...plain(world.emulator.accounts.issueSession({ of: role, durationSeconds: 900 })),
        source: "sts",
      }),
    );
    const provider = createProvider(source, { host: world.host });
    const client = world.newClient({ credentialsProvider: provider });
    await client.putObject({ ...target, body: "" });
    world.host.clock.jump(901_000);
    await Promise.all(
      Array.from({ length: 100 }, (_, index) => client.putObject({ ...target, key: String(index), body: "" })),
    );
    expect(provider.status().loads).toBe(2);
    await provider[Symbol.asyncDispose]();
  });

  it.each(["InvalidAccessKeyId", "SecurityTokenExpired", "InvalidSecurityToken"])(
    "refreshes once on %s, outside the attempt count",
    async (code) => {
      let loads = 0;
      const source = fromFunction("test", async () => {
        loads += 1;
        return createAccessKeyCredentials({
          accessKeyId: `id-${String(loads)}`,
          accessKeySecret: "secret",
          source: "test",
        });
      });
      const provider = createProvider(source, { host: testHost() });
      const once = await stub((response, attempt) => (attempt === 1 ? refuse(response, 403, code) : response.end()), {
        credentialsProvider: provider,
        retryMaxAttempts: 1,
      });
      await once.client.putObject({ ...target, body: "abc" });
      expect(once.server.requests).toHaveLength(2);
      expect(loads).toBe(2);
      const always = await stub((response) => refuse(response, 403, code), { credentialsProvider: provider });
      expect(findServiceError(await outcome(always.client.getObject(target)))?.code).toBe(code);
      expect(always.server.requests).toHaveLength(1);
      await provider[Symbol.asyncDispose]();
    },
  );

  it("does not refresh for a body that is gone", async () => {
    const provider = createProvider(
      fromFunction("test", async () =>
        createAccessKeyCredentials({ accessKeyId: "id", accessKeySecret: "secret", source: "test" }),
      ),
      { host: testHost() },
    );
    const { server, client } = await stub((response) => refuse(response, 403, "SecurityTokenExpired"), {
      credentialsProvider: provider,
    });
    await outcome(client.putObject({ ...target, body: Readable.from(["abc"]) }));
    expect(server.requests).toHaveLength(1);
    expect(provider.status().loads).toBe(1);
    // The provider knows all the same: the next call does not meet the dead credential.
    expect(provider.peek()).toBeUndefined();
    await provider[Symbol.asyncDispose]();
  });

  it("tells the provider of a second refusal, too, and asks no more than once", async () => {
    const told: CredentialsMatcher[] = [];
    let asked = 0;
    const credentialsProvider: CredentialsProvider = {
      getCredentials: async () => ({ accessKeyId: `id-${String(++asked)}`, accessKeySecret: "secret" }),
      invalidate: (rejected) => (told.push(rejected), "invalidated"),
    };
    const { server, client } = await stub((response) => refuse(response, 403, "InvalidAccessKeyId"), {
      credentialsProvider,
    });
    await outcome(client.getObject(target));
    expect(server.requests).toHaveLength(2);
    expect(told).toEqual([{ accessKeyId: "id-1" }, { accessKeyId: "id-3" }]);
  });

  it.each<[string, OssCredentials, string]>([
    ["empty keys", { accessKeyId: "", accessKeySecret: "" }, "SigningContext.Credentials is null or empty."],
    ["expired keys", { accessKeyId: "id", accessKeySecret: "s", expiration: new Date(1000) }, "expired"],
  ])("%s of a provider never leave", async (_name, credentials, message) => {
    const { server, client } = await stub((response) => response.end(), {
      credentialsProvider: new CredentialsProviderFunc(() => credentials),
    });
    await expect(client.getObject(target)).rejects.toThrow(message);
    expect(server.requests).toHaveLength(0);
  });

  it("anonymous requests are unsigned", async () => {
    const { server, client } = await stub((response) => response.end(), {
      credentialsProvider: new AnonymousCredentialsProvider(),
      region: undefined,
    });
    await client.getObject(target);
    const { headers = {} } = server.requests[0] ?? {};
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(["authorization"]));
    expect(headers["x-oss-date"]).toBeUndefined();
    expect(headers.date).toBeUndefined();
  });
});

describe("2.4 clock skew", () => {
  it("is corrected twice, each time against the local clock, and kept", async () => {
    const world = await setup();
    open.push(world);
    const skew = (milliseconds: number): unknown => world.emulator.clock.advance(milliseconds);
    skew(2 * 3_600_000);
    await world.client.putObject({ ...target, body: "a" });
    await world.client.putObject({ ...target, body: "b" });
    expect(world.emulator.calls.count("oss", "PutObject")).toBe(3);
    skew(3 * 3_600_000);
    await world.client.putObject({ ...target, body: "c" });
    expect(world.emulator.calls.count("oss", "PutObject")).toBe(5);
    const { url } = await world.client.presign("GetObject", target);
    expect((await fetch(url)).status).toBe(200);
  });

  it("stays as it is when switched off", async () => {
    const world = await setup({ disableClockSkewCorrection: true });
    open.push(world);
    world.emulator.clock.advance(2 * 3_600_000);
    await expect(world.client.putObject({ ...target, body: "a" })).rejects.toThrow("RequestTimeTooSkewed");
    expect(world.emulator.calls.count("oss", "PutObject")).toBe(3);
  });
});

function plain(session: { accessKeyId: string; accessKeySecret: string; securityToken: string; expiration: Date }): {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken: string;
  expiration: Date;
} {
  const { accessKeyId, accessKeySecret, securityToken, expiration } = session;
  return { accessKeyId, accessKeySecret, securityToken, expiration };
}
