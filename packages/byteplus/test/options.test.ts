import { createAccessKeyCredentials, CredentialsError } from "@credport/core";
import { scriptedSource } from "@credport/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  BytePlusCredentialsError,
  type BytePlusClient,
  BytePlusError,
  BytePlusNetworkError,
  BytePlusSession,
  createStandardResolver,
  volcenginePreset,
  type EndpointResolver,
} from "../src/index.js";
import { caller, listUsers, rejection, startWorld, type World } from "./world.js";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world[Symbol.asyncDispose]());
const fail = (status: number, code: string, more: object = {}): void => {
  world.emulator.faults.failNext({ service: "byteplus", times: Infinity, status, code, ...more });
};

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
    [{ BYTEPLUS_REGION: " ", BYTEPLUS_DEFAULT_REGION: " ", BYTEPLUS_SDK_LOAD_CONFIG: "1" }, "eu-shared"],
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

  test("section 11: Volcengine's preset takes no region from BytePlus's variables and files", async () => {
    world.host.files.write("/home/tester/.byteplus/credentials", "[default]\nregion = eu-shared\n");
    for (const name of ["BYTEPLUS_REGION", "BYTEPLUS_DEFAULT_REGION"]) world.host.environment.set(name, "eu-1");
    world.host.environment.set("BYTEPLUS_SDK_LOAD_CONFIG", "true");
    const client = world.client({ region: undefined, preset: volcenginePreset });
    expect(await rejection(client.call(listUsers))).toMatchObject({
      code: "MissingRegion",
      message: expect.not.stringContaining("BYTEPLUS"),
    });
  });

  test.each(["region", "endpoint", "profile", "httpsProxy", "caBundle"])(
    "bad input: a number as %s is refused",
    (name) => {
      expect(() => world.client({ [name]: 7 })).toThrow(
        expect.objectContaining({ name: "BytePlusConfigError", message: `"${name}" must be a text.` }),
      );
    },
  );

  test.each([null, "keys", 7])("bad input: credentials that are %j are refused at construction", (credentials) => {
    expect(() => Reflect.apply(world.client, world, [{ credentials }])).toThrow(
      expect.objectContaining({
        name: "BytePlusConfigError",
        message: expect.stringContaining('"credentials" must be'),
      }),
    );
  });

  test.each([undefined, null, ""])("a resolver that answers %j is MissingEndpoint", async (answer) => {
    const options = { endpoint: undefined, endpointResolver: () => answer };
    const client: BytePlusClient = Reflect.apply(world.client, world, [options]);
    expect(await rejection(client.call(listUsers))).toMatchObject({ kind: "client", code: "MissingEndpoint" });
  });

  test("an empty endpoint, of client or call, is none", async () => {
    const endpointResolver: EndpointResolver = () => world.emulator.byteplus.url;
    const client = world.client({ endpoint: "", endpointResolver });
    expect(await client.call({ ...listUsers, endpoint: "" })).toMatchObject({ status: 200 });
  });

  test("one bootstrap region may be given as a text, and is not taken for its letters", async () => {
    const names: string[] = [];
    const endpointResolver: EndpointResolver = ({ bootstrapRegions }) => {
      names.push(...(bootstrapRegions ?? []));
      return world.emulator.byteplus.url;
    };
    await world.client({ endpoint: undefined, bootstrapRegions: "eu-1", endpointResolver }).call(listUsers);
    expect(names).toEqual(["eu-1"]);
  });

  test.each([
    "http://a b",
    "ftp://host",
    "http://user@host",
    "http://:password@host",
    "http://host/?q=1",
    "://",
    "http://",
  ])("endpoint %j is InvalidEndpointURL", (endpoint) => {
    expect(() => world.client({ endpoint })).toThrow(
      expect.objectContaining({ name: "BytePlusConfigError", code: "InvalidEndpointURL" }),
    );
  });

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
    const inRegion = world.client({ dynamicCredentials: () => ({ region: "eu-9" }) });
    expect(await inRegion.call(listUsers)).toMatchObject({ metadata: { Region: "eu-9" } });
  });

  test.each([
    ["undefined", "CONFIG_INVALID"],
    ["null", "CONFIG_INVALID"],
    ['"eu-9"', "CONFIG_INVALID"],
    ["{}", "MissingRegion"],
    ['{ "region": 9 }', "CONFIG_INVALID"],
    ['{ "region": "eu-9", "credentials": "AKLTid" }', "CONFIG_INVALID"],
    ['{ "region": "eu-9", "credentials": { "accessKeyId": "AKLTid" } }', "EmptyStaticCreds"],
  ])("dynamicCredentials that answer %s are told so, and nothing is sent", async (answer, code) => {
    const client = world.client({
      dynamicCredentials: () => (answer === "undefined" ? undefined : JSON.parse(answer)),
    });
    const error = await rejection(client.call(listUsers));
    expect(error).toMatchObject({ code });
    expect(world.emulator.calls.count("byteplus")).toBe(0);
  });

  test("dynamicCredentials that answer null for credentials leave them to the client", async () => {
    const client = world.client({ dynamicCredentials: () => JSON.parse('{ "region": "eu-9", "credentials": null }') });
    expect(await client.call(listUsers)).toMatchObject({ metadata: { Region: "eu-9" } });
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
    const urls: string[] = [];
    const client = world.client({
      extraParameters: () => ({ Limit: 7 }),
      extendRequest: ({ headers }, { action }) => void (headers["X-Extra"] = action),
      interceptors: [
        {
          before: ({ url, headers }) => {
            expect(headers["authorization"]).toContain("x-extra");
            urls.push(url);
          },
        },
      ],
      decodeResult: ({ text }) => JSON.parse(text).Result.Limit,
    });
    expect((await client.call(listUsers)).result).toBe(7);
    expect((await client.call({ ...listUsers, method: "POST" })).result).toBe(7);
    expect(urls.map((url) => new URL(url).searchParams.get("Limit"))).toEqual(["7", null]);
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

  test.each([{ timeout: 0 }, { region: "a b" }, { maxResponseBytes: -1 }])(
    "a session's client with %j is refused, as the session would be",
    async (wrong) => {
      await using session = new BytePlusSession({ credentials: world.keys, host: world.host });
      expect(() => session.client(wrong)).toThrow(expect.objectContaining({ name: "BytePlusConfigError" }));
      expect(() => new BytePlusSession(wrong)).toThrow(expect.objectContaining({ name: "BytePlusConfigError" }));
    },
  );

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

  test.each(["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])(
    "so is one that holds %j",
    async (bundle) => {
      world.host.files.write("/bundle.pem", bundle);
      const call = world.client({ caBundle: "/bundle.pem" }).call(listUsers);
      expect(await rejection(call)).toMatchObject({
        code: "LoadCustomCABundleError",
        message: expect.stringContaining("/bundle.pem holds no certificate"),
      });
    },
  );
});
