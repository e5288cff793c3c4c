import { inspect } from "node:util";
import { createAccessKeyCredentials, CredentialsError, createProvider } from "@credport/core";
import { assertNoCanary, canary, drive, scriptedSource } from "@credport/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  assumeRole,
  assumeRoleWithOidc,
  BytePlusAbortError,
  BytePlusAuthError,
  BytePlusConfigError,
  BytePlusCredentialsError,
  BytePlusError,
  BytePlusNetworkError,
  BytePlusSerializationError,
  BytePlusServiceError,
  BytePlusSession,
  BytePlusThrottlingError,
  createRetryer,
  createStandardResolver,
  Ecs,
  ecsRole,
  Iam,
  Sts,
  type CallRequest,
} from "../src/index.js";
import { rejection, startWorld, type World } from "./world.js";

const listUsers: CallRequest = { service: "iam", action: "ListUsers", version: "2018-01-01" };
const caller: CallRequest = { service: "sts", action: "GetCallerIdentity", version: "2018-01-01", method: "POST" };

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const sent = (): number => world.emulator.calls.count("byteplus");
const fail = (status: number, code: string, more: object = {}): void => {
  world.emulator.faults.failNext({ service: "byteplus", times: Infinity, status, code, ...more });
};

describe("7 calls", () => {
  test("gives metadata, result, status, headers and the number of requests", async () => {
    const answer = await world.client().call(listUsers);
    expect(answer).toMatchObject({
      metadata: { Action: "ListUsers", Service: "iam", Region: "ap-southeast-1", RequestId: expect.any(String) },
      result: { Total: 1, UserMetadata: [{ UserName: "ann" }] },
      status: 200,
      headers: { "content-type": "application/json; charset=utf-8" },
      attempts: 1,
    });
  });

  test.each<readonly [string, Partial<CallRequest>]>([
    ["GET with a query", { parameters: { RegionIds: ["ap-southeast-2"], Note: "a b*~é" } }],
    ["POST with a form", { method: "POST", parameters: { RegionIds: ["ap-southeast-2"], Note: "a b*~é" } }],
    ["POST with JSON", { method: "POST", contentType: "json", parameters: { RegionIds: ["ap-southeast-2"] } }],
    ["PUT with a body object", { method: "PUT", parameters: { X: 1 }, body: { RegionIds: ["ap-southeast-2"] } }],
    ["DELETE with a query", { method: "DELETE", parameters: { RegionIds: ["ap-southeast-2"] } }],
  ])("%s arrives, signed", async (_what, more) => {
    const { result } = await world
      .client()
      .call({ service: "ecs", action: "DescribeRegions", version: "2020-04-01", ...more });
    expect(result).toMatchObject({ Regions: [{ RegionId: "ap-southeast-2" }] });
  });

  test("HEAD succeeds with an empty result", async () => {
    expect(await world.client().call({ ...listUsers, method: "HEAD" })).toMatchObject({
      result: {},
      metadata: {},
      status: 200,
    });
  });

  test("an endpoint may have a path, in front of which nothing is lost", async () => {
    const client = world.client({ endpoint: `${world.emulator.byteplus.url}/a%20b/` });
    expect(await client.call(listUsers)).toMatchObject({ status: 200 });
  });

  test("generateClientToken keeps one token over the retries, and leaves a given one", async () => {
    const ecs = new Ecs(world.client());
    world.emulator.faults.dropConnection({ service: "byteplus", when: "answer" });
    const pair = await ecs.createKeyPair({ KeyPairName: "pair" }, { generateClientToken: true, idempotent: true });
    expect(pair.KeyPairName).toBe("pair");
    expect(sent()).toBe(2);
    const seen: string[] = [];
    const client = world.client({
      extendRequest: ({ query }) =>
        void seen.push(...query.filter(([name]) => name === "ClientToken").map(([, value]) => value)),
    });
    await client.call({ ...listUsers, generateClientToken: true });
    await client.call({ ...listUsers, generateClientToken: true, parameters: { ClientToken: "mine" } });
    await client.call(listUsers);
    expect(seen).toEqual([
      expect.stringMatching(/^[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/),
      "mine",
    ]);
  });

  test("parseJson is used where it is given", async () => {
    const client = world.client({
      parseJson: (text) => JSON.parse(text.replaceAll(/"Total":\d+/g, '"Total":"9007199254740993"')),
    });
    expect(await client.call(listUsers)).toMatchObject({ result: { Total: "9007199254740993" } });
  });

  test("an unnamed action is refused before anything is sent", async () => {
    expect(await rejection(world.client().call({ ...listUsers, action: "" }))).toBeInstanceOf(BytePlusConfigError);
    expect(sent()).toBe(0);
  });
});

describe("7 typed calls", () => {
  test("DescribeRegions, DescribeAvailableResource, CreateKeyPair, ListUsers, GetCallerIdentity", async () => {
    const client = world.client();
    expect(await new Ecs(client).describeRegions({ MaxResults: 1, RegionIds: ["ap-southeast-1"] })).toMatchObject({
      Regions: [{ RegionId: "ap-southeast-1" }],
      Metadata: { HTTPCode: 200, Action: "DescribeRegions" },
    });
    expect(await new Ecs(client).describeAvailableResource({ DestinationResource: "InstanceType" })).toMatchObject({
      AvailableZones: [{ Status: "Available" }],
    });
    expect(await new Iam(client).listUsers({ Limit: 1 })).toMatchObject({
      Limit: 1,
      UserMetadata: [{ UserName: "ann" }],
    });
    expect(await new Sts(client).getCallerIdentity()).toMatchObject({
      Trn: expect.stringMatching(/user\/ann$/),
      AccountId: 1234567890123456,
    });
  });

  test("a private key can be read by its name and nowhere else", async () => {
    const pair = await new Ecs(world.client()).createKeyPair({ KeyPairName: "pair", Tags: [{ Key: "testTag" }] });
    expect(pair.PrivateKey).toMatch(/PRIVATE KEY/);
    expect(inspect(pair) + JSON.stringify(pair) + JSON.stringify({ ...pair })).not.toContain("PRIVATE KEY");
  });

  test.each<readonly [string, (ecs: Ecs) => Promise<unknown>]>([
    [
      "DescribeAvailableResourceInput.DestinationResource",
      (ecs) => ecs.describeAvailableResource({ DestinationResource: "" }),
    ],
    ["CreateKeyPairInput.KeyPairName", (ecs) => ecs.createKeyPair({ KeyPairName: "" })],
    [
      "CreateKeyPairInput.Tags[1].Key",
      (ecs) => ecs.createKeyPair({ KeyPairName: "a", Tags: [{ Key: "k" }, { Key: "" }] }),
    ],
  ])("a missing %s is a BytePlusParamError before anything is sent", async (field, run) => {
    expect(await rejection(run(new Ecs(world.client())))).toMatchObject({
      name: "BytePlusParamError",
      code: "ParamRequiredError",
      kind: "client",
      field,
    });
    expect(sent()).toBe(0);
  });
});

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
      code: "ReadError",
      phase: "read",
    });
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

describe("8 logging", () => {
  const logged = async (options: object, request = listUsers): Promise<string> => {
    const lines: string[] = [];
    const logger = { write: (text: string) => lines.push(text) };
    const keys = world.emulator.accounts.issueSession({ of: world.emulator.accounts.createRole({ name: "r" }) });
    await world.client({ credentials: keys, logger, ...options }).call(request);
    const text = lines.join("");
    assertNoCanary(text, [keys.accessKeySecret, keys.securityToken]);
    return text;
  };

  test("debug alone logs every level, and no secret", async () => {
    const text = await logged({ debug: true, maxRetries: 2, logAccount: () => "acc-1" });
    for (const part of [
      "config:",
      "endpoint: http://127.0.0.1",
      "canonical request:",
      "request: GET",
      "SignedHeaders=",
      "Signature=***",
      "x-security-token: ***",
      "response: 200",
      "response body:",
      "request id:",
      "[acc-1]",
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toMatch(/Signature=[0-9a-f]{8}/);
  });

  test("nothing by default; a level by itself is enough", async () => {
    expect(await logged({})).toBe("");
    const text = await logged({ logLevel: 65_545 });
    expect(text).toMatch(/endpoint:/);
    expect(text).not.toMatch(/response|signing|canonical/);
  });

  test("a private key, and fields named by the caller, are masked", async () => {
    const text = await logged(
      { debug: true, logSensitives: ["KeyPairName"] },
      { service: "ecs", action: "CreateKeyPair", version: "2020-04-01", parameters: { KeyPairName: "visible-name" } },
    );
    expect(text).toContain('"PrivateKey":"***"');
    expect(text).not.toMatch(/BEGIN RSA|visible-name/);
  });

  test("retries and failures are logged with their severities", async () => {
    const seen: string[] = [];
    const logger = {
      debug: () => undefined,
      warn: (line: string) => void seen.push(`warn ${line}`),
      error: (line: string) => void seen.push(`error ${line}`),
    };
    fail(500, "InternalError", { times: 1 });
    await world.client({ debug: true, logger }).call(listUsers);
    expect(seen).toEqual([
      expect.stringMatching(/^error .*attempt 1 failed: InternalError/),
      expect.stringMatching(/^warn .*retry 1 in 45 ms/),
    ]);
  });
});

describe("3.1 options", () => {
  test("no region is MissingRegion at the call, also with an endpoint", async () => {
    expect(await rejection(world.client({ region: undefined }).call(listUsers))).toMatchObject({
      name: "BytePlusConfigError",
      code: "MissingRegion",
    });
  });

  test.each<readonly [Record<string, string>, string | undefined]>([
    [{ BYTEPLUS_REGION: "eu-1", BYTEPLUS_DEFAULT_REGION: "eu-2" }, "eu-1"],
    [{ BYTEPLUS_DEFAULT_REGION: "eu-2" }, undefined],
    [{ BYTEPLUS_DEFAULT_REGION: "eu-2", BYTEPLUS_SDK_LOAD_CONFIG: "1" }, "eu-2"],
    [{ BYTEPLUS_SDK_LOAD_CONFIG: "true" }, "eu-shared"],
  ])("region from %j is %s", async (variables, region) => {
    world.host.files.write("/home/tester/.byteplus/credentials", "[default]\nregion = eu-shared\n");
    for (const [name, value] of Object.entries(variables)) world.host.environment.set(name, value);
    const client = world.client({ region: undefined });
    if (region === undefined) expect(await rejection(client.call(listUsers))).toMatchObject({ code: "MissingRegion" });
    else expect(await client.call(listUsers)).toMatchObject({ metadata: { Region: region } });
  });

  test("a region that could not stand in a scope is InvalidRegion; a padded one is trimmed", async () => {
    expect(() => world.client({ region: "ap/southeast" })).toThrow(expect.objectContaining({ code: "InvalidRegion" }));
    expect(await world.client({ region: " ap-southeast-1\n" }).call(listUsers)).toMatchObject({
      metadata: { Region: "ap-southeast-1" },
    });
    const strict = world.client({
      region: " ap-southeast-1",
      endpoint: undefined,
      endpointResolver: createStandardResolver(),
    });
    expect(await strict.call({ ...listUsers, service: "nope" }).catch((error: unknown) => error)).toMatchObject({
      code: "ServiceNotFound",
    });
  });

  test.each(["http://a b", "ftp://host", "http://user@host", "http://host/?q=1", "://", "http://"])(
    "endpoint %j is InvalidEndpointURL",
    (endpoint) => {
      expect(() => world.client({ endpoint })).toThrow(
        expect.objectContaining({ name: "BytePlusConfigError", code: "InvalidEndpointURL" }),
      );
    },
  );

  test("an endpoint without a scheme follows disableSsl, one with a scheme does not", async () => {
    const { host } = world.emulator.byteplus;
    expect(await world.client({ endpoint: host, disableSsl: true }).call(listUsers)).toMatchObject({ status: 200 });
    expect(await world.client({ endpoint: `http://${host}`, disableSsl: false }).call(listUsers)).toMatchObject({
      status: 200,
    });
    expect(await rejection(world.client({ endpoint: host, maxRetries: 0 }).call(listUsers))).toBeInstanceOf(
      BytePlusNetworkError,
    );
  });

  test("the call's endpoint wins over the client's, the client's over the resolver", async () => {
    const asked: object[] = [];
    const endpointResolver = (request: object): string => {
      asked.push(request);
      return world.emulator.byteplus.url;
    };
    const client = world.client({
      endpoint: undefined,
      endpointResolver,
      site: "s",
      runningEnvironment: "e",
      ipVersion: "DualStack",
      useDualStack: false,
    });
    await client.call(listUsers);
    expect(asked).toEqual([
      expect.objectContaining({
        service: "iam",
        region: "ap-southeast-1",
        site: "s",
        runningEnvironment: "e",
        ipVersion: "DualStack",
        useDualStack: false,
      }),
    ]);
    await world
      .client({ endpoint: "http://127.0.0.1:9", endpointResolver })
      .call({ ...listUsers, endpoint: world.emulator.byteplus.url });
    expect(asked).toHaveLength(1);
    expect(
      await rejection(world.client({ endpoint: undefined, endpointResolver: () => "" }).call(listUsers)),
    ).toMatchObject({ code: "MissingEndpoint" });
  });

  test("dynamicCredentials decide credentials and region per call; what they throw fails it", async () => {
    const client = world.client({
      dynamicCredentials: ({ action }) => {
        if (action === "GetCallerIdentity") throw new CredentialsError({ code: "UNAVAILABLE", message: "none" });
        return { credentials: world.keys, region: action === "ListUsers" ? "eu-9" : "" };
      },
    });
    expect(await client.call(listUsers)).toMatchObject({ metadata: { Region: "eu-9" } });
    expect(await rejection(client.call({ ...listUsers, action: "Other" }))).toMatchObject({ code: "MissingRegion" });
    expect(await rejection(client.call(caller))).toBeInstanceOf(BytePlusCredentialsError);
  });

  test("anonymous calls carry no signature", async () => {
    const seen: Readonly<Record<string, string>>[] = [];
    const interceptors = [
      { before: ({ headers }: { headers: Readonly<Record<string, string>> }) => void seen.push(headers) },
    ];
    expect(await rejection(world.client({ interceptors, credentials: "anonymous" }).call(listUsers))).toMatchObject({
      code: "MissingAuthenticationToken",
    });
    await rejection(world.client({ interceptors }).call({ ...listUsers, credentials: "anonymous" }));
    for (const headers of seen) expect(Object.keys(headers)).not.toContain("authorization");
  });

  test("hooks: extendRequest, extraParameters, extraJsonBody, decodeError, decodeResult", async () => {
    const client = world.client({
      extraParameters: () => ({ Limit: 7 }),
      extendRequest: ({ headers }, { action }) => void (headers["x-extra"] = action),
      interceptors: [{ before: ({ headers }) => expect(headers["authorization"]).toContain("x-extra") }],
      decodeResult: ({ text }) => JSON.parse(text).Result.Limit,
    });
    expect((await client.call(listUsers)).result).toBe(7);
    const json = world.client({ extraJsonBody: () => ({ RegionIds: ["ap-southeast-3"] }) });
    expect(
      await json.call({
        service: "ecs",
        action: "DescribeRegions",
        version: "2020-04-01",
        method: "POST",
        contentType: "json",
      }),
    ).toMatchObject({ result: { Regions: [{ RegionId: "ap-southeast-3" }] } });
    const decoding = world.client({
      decodeError: ({ status }) => (status === 404 ? new BytePlusError({ code: "Mine", message: "m" }) : undefined),
    });
    expect(await rejection(decoding.call({ ...listUsers, action: "Nope" }))).toMatchObject({
      code: "Mine",
      kind: "other",
    });
  });

  test("interceptors: before each attempt, after once", async () => {
    fail(500, "InternalError", { times: 2 });
    const seen: string[] = [];
    const interceptors = [
      {
        before: ({ attempt }: { attempt: number }) => void seen.push(`before ${attempt}`),
        after: (outcome: object) => void seen.push(Object.keys(outcome).join()),
      },
    ];
    const client = world.client({ interceptors });
    await client.call(listUsers);
    await rejection(client.call({ ...listUsers, action: "Nope" }));
    expect(seen).toEqual(["before 1", "before 2", "before 3", "result", "before 1", "error"]);
  });

  test("the user agent names package, runtime and system, then the execution environment and the caller's words", async () => {
    world.host.environment.set("BYTEPLUS_EXECUTION_ENV", "lambda");
    const agents: (string | undefined)[] = [];
    await world
      .client({
        extraUserAgent: "app/1",
        interceptors: [{ before: ({ headers }) => void agents.push(headers["user-agent"]) }],
      })
      .call(listUsers);
    expect(agents).toEqual(["credport-byteplus/0.0.0 (Node.js/20.20.2; linux; x64) exec-env/lambda /app/1"]);
  });

  test("a session shares credentials and connections with its clients; a set option of a client wins", async () => {
    const source = scriptedSource(() => createAccessKeyCredentials({ ...world.keys, source: "scripted" }));
    await using session = new BytePlusSession({
      region: "ap-southeast-1",
      endpoint: world.emulator.byteplus.url,
      credentials: source,
      host: world.host,
    });
    const [first, second] = [session.client(), session.client({ region: "eu-5", maxRetries: undefined })];
    await first.call(listUsers);
    expect(await second.call(listUsers)).toMatchObject({ metadata: { Region: "eu-5" } });
    expect(source.loads).toBe(1);
    const own = session.client({ credentials: { accessKeyId: "AKLTother", accessKeySecret: "s" } });
    expect(await rejection(own.call(listUsers))).toMatchObject({ code: "InvalidAccessKey" });
  });

  test.each(["proxy.example:8080", "socks5://proxy", "not a url"])(
    "proxy %j is refused by name, without its value",
    (httpsProxy) => {
      expect(() => world.client({ httpsProxy })).toThrow(
        expect.objectContaining({ code: "InvalidProxyURL", message: expect.stringContaining("httpsProxy") }),
      );
      world.host.environment.set("HTTPS_PROXY", httpsProxy);
      expect(() => world.client()).toThrow(
        expect.objectContaining({ code: "InvalidProxyURL", message: expect.not.stringContaining(httpsProxy) }),
      );
    },
  );

  test("a CA bundle that cannot be read is LoadCustomCABundleError", async () => {
    world.host.environment.set("BYTEPLUS_CA_BUNDLE", "/gone.pem");
    expect(await rejection(world.client().call(listUsers))).toMatchObject({ code: "LoadCustomCABundleError" });
  });
});

describe("presign", () => {
  test("the link works with fetch, and not after it was changed", async () => {
    const url = await world.client().presign({ ...listUsers, parameters: { Limit: 2 } });
    const answer = await fetch(url);
    expect(await answer.json()).toMatchObject({ Result: { Limit: 2 } });
    url.searchParams.set("Limit", "3");
    expect((await fetch(url)).status).toBe(401);
  });

  test("with a session's token; credentials must outlive the wish", async () => {
    const role = world.emulator.accounts.createRole({ name: "r" });
    const { accessKeyId, accessKeySecret, securityToken, expiration } = world.emulator.accounts.issueSession({
      of: role,
      durationSeconds: 900,
    });
    const source = scriptedSource(
      createAccessKeyCredentials({ accessKeyId, accessKeySecret, securityToken, expiration, source: "scripted" }),
    );
    const client = world.client({ credentials: source });
    expect((await fetch(await client.presign({ ...listUsers, expiresIn: 60_000 }))).status).toBe(200);
    expect(await rejection(client.presign({ ...listUsers, expiresIn: 3_600_000 }))).toMatchObject({
      cause: { code: "INSUFFICIENT_TTL" },
    });
    expect(await rejection(client.presign({ ...listUsers, expiresIn: 0 }))).toMatchObject({
      code: "InvalidPresignExpireError",
    });
  });
});

describe("sources against the emulator, over real sockets", () => {
  const real = async () => (await import("@credport/node")).createNodeHost({ env: {} });

  test("AssumeRole, its session signing calls", async () => {
    await using host = await real();
    await using live = await startRealEmulator();
    const { emulator, keys } = live;
    emulator.accounts.createRole({ name: "reader" });
    await using session = new BytePlusSession({
      host,
      region: "ap-southeast-1",
      endpoint: emulator.byteplus.url,
      credentials: assumeRole({
        credentials: keys,
        roleName: "reader",
        accountId: emulator.accountId,
        endpoint: emulator.byteplus.url,
      }),
    });
    expect(await new Sts(session.client()).getCallerIdentity()).toMatchObject({
      Trn: expect.stringMatching(/assumed-role\/reader\/credport-/),
    });
  });

  test("AssumeRoleWithOIDC from a projected token file, and SAML", async () => {
    await using host = await real();
    await using live = await startRealEmulator();
    const { emulator } = live;
    const { mkdtemp, rm } = await import("node:fs/promises");
    const { tmpdir } = await import("node:os");
    const directory = await mkdtemp(`${tmpdir()}/oidc-`);
    try {
      const oidcTokenFile = await emulator.oidc.projectToken(directory, { audience: "sts.byteplusapi.com" });
      emulator.accounts.createRole({ name: "pod" });
      const roleTrn = `trn:iam::${emulator.accountId}:role/pod`;
      await using oidc = createProvider(
        assumeRoleWithOidc({ oidcTokenFile, roleTrn, endpoint: emulator.byteplus.url }),
        { host },
      );
      expect(await oidc.getCredentials()).toMatchObject({ type: "sts", identity: { source: "oidc" } });
      const { assumeRoleWithSaml } = await import("../src/index.js");
      const { samlProviderTrn } = emulator.byteplus;
      await using saml = createProvider(
        assumeRoleWithSaml({
          roleTrn,
          samlProviderTrn,
          samlAssertion: () => emulator.byteplus.issueAssertion(),
          endpoint: emulator.byteplus.url,
        }),
        { host },
      );
      expect(await saml.getCredentials()).toMatchObject({ type: "sts", identity: { source: "saml" } });
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  test("the ECS role, discovered", async () => {
    await using host = await real();
    await using live = await startRealEmulator();
    const { emulator } = live;
    emulator.byteplusMetadata.role = emulator.accounts.createRole({ name: "instance" });
    await using provider = createProvider(ecsRole({ endpoint: emulator.byteplusMetadata.url }), { host });
    expect(await provider.getCredentials()).toMatchObject({ type: "sts", identity: { source: "ecs_role" } });
    expect(emulator.calls.count("byteplusMetadata")).toBe(3);
  });
});

/** An emulator on the real clock. */
async function startRealEmulator() {
  const { startEmulator } = await import("@credport/emulator");
  const emulator = await startEmulator({ services: ["byteplus", "byteplusMetadata", "oidc"] });
  const keys = emulator.accounts.createUser();
  return { emulator, keys, [Symbol.asyncDispose]: () => emulator.close() };
}
