import { Agent } from "node:http";
import { createRequire } from "node:module";
import PopCore from "@alicloud/pop-core";
import { createAccessKeyCredentials, CredentialsError, type AccessKeyFields } from "@credport/core";
import { rotatingProvider, type RotatingProvider } from "@credport/testing";
import { afterEach, describe, expect, test } from "vitest";
import {
  alicloudCredential,
  createLogClient,
  createMnsClient,
  createPopCore,
  createTablestoreClient,
} from "../src/index.js";
import {
  startVerifyingService,
  type Claim,
  type ReceivedRequest,
  type VerifyingService,
} from "./verifiers/signed-requests.js";
import {
  readLogSignature,
  readLogV4Signature,
  readMnsSignature,
  readRoaSignature,
  readTablestoreSignature,
} from "./verifiers/vendor-signatures.js";

const require = createRequire(import.meta.url);
const core: typeof import("@alicloud/openapi-core", {
  with: { "resolution-mode": "require" },
}) = require("@alicloud/openapi-core");
const sls: typeof import("@alicloud/sls20201230", {
  with: { "resolution-mode": "require" },
}) = require("@alicloud/sls20201230");
const { ROAClient } = require("@alicloud/pop-core");
const LogClient = require("@alicloud/log");
const MnsClient = require("@alicloud/mns");
const TablestoreClient = require("tablestore").Client;

/** One client: how it signs, what it wants to hear, and one call of it. */
interface Case {
  readonly name: string;
  readonly read: (request: ReceivedRequest) => Claim;
  readonly answer: { readonly type: string; readonly body: string };
  connect(service: VerifyingService, provider: RotatingProvider["provider"]): () => Promise<unknown>;
}

const json = { type: "application/json", body: '{"count":0,"total":0,"projects":[]}' };

const slsClient = (service: VerifyingService, provider: RotatingProvider["provider"], signatureVersion?: string) => {
  const client = new sls.default(
    new core.$OpenApiUtil.Config({
      credential: alicloudCredential(provider),
      endpoint: service.host,
      protocol: "http",
      regionId: "cn-hangzhou",
      ...(signatureVersion === undefined ? {} : { signatureVersion }),
    }),
  );
  return () => client.listProject(new sls.ListProjectRequest({ size: 10 }));
};

const cases: readonly Case[] = [
  {
    name: "pop-core ROA",
    read: readRoaSignature,
    answer: json,
    connect(service, provider) {
      const client = createPopCore(ROAClient, { provider, endpoint: service.url, apiVersion: "2015-12-15" });
      return () => Reflect.get(client, "get").call(client, "/clusters", { b: "2", a: "1 x" });
    },
  },
  {
    name: "@alicloud/log",
    read: readLogSignature,
    answer: json,
    connect(service, provider) {
      const client = createLogClient(LogClient, { provider, endpoint: service.url });
      // A project is part of the host name, which only this agent resolves.
      const agent = new Agent({ lookup: (_host, _options, done) => done(null, [{ address: "127.0.0.1", family: 4 }]) });
      return () => Reflect.get(client, "getProject").call(client, "project", { agent });
    },
  },
  {
    name: "sls20201230",
    read: readLogSignature,
    answer: json,
    connect: (service, provider) => slsClient(service, provider),
  },
  {
    name: "sls20201230 with V4",
    read: readLogV4Signature,
    answer: json,
    connect: (service, provider) => slsClient(service, provider, "v4"),
  },
  {
    name: "@alicloud/mns",
    read: readMnsSignature,
    answer: { type: "text/xml", body: "<Queue><QueueName>q</QueueName></Queue>" },
    connect(service, provider) {
      const client = createMnsClient(MnsClient, "123", { provider, endpoint: service.url });
      return () => Reflect.get(client, "get").call(client, "/queues/q", "Queue");
    },
  },
  {
    name: "tablestore",
    read: readTablestoreSignature,
    answer: { type: "application/x-protobuf", body: "" },
    connect(service, provider) {
      const client = createTablestoreClient(TablestoreClient, { provider, endpoint: service.url, instancename: "i" });
      return () => Reflect.get(client, "listTable").call(client, {});
    },
  },
];

const services: VerifyingService[] = [];

afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service[Symbol.asyncDispose]()));
});

async function start({ read, answer, connect }: Case, kind: "session" | "permanent") {
  const service = await startVerifyingService(read, answer);
  services.push(service);
  let issued = 0;
  const rotating = rotatingProvider(() => {
    issued += 1;
    const fields: Omit<AccessKeyFields, "source"> = {
      accessKeyId: `STS.key${String(issued)}`,
      accessKeySecret: `secret-${String(issued)}`,
      ...(kind === "session"
        ? { securityToken: `CAIS/token+${String(issued)}=`, expiration: new Date(Date.now() + 3_600_000) }
        : {}),
    };
    service.know(createAccessKeyCredentials({ ...fields, source: "test" }));
    return fields;
  });
  return { service, rotating, call: connect(service, rotating.provider) };
}

describe.each(cases)("$name", (client) => {
  test("signs with one whole, current credential, across 30 rotations with calls in flight", async () => {
    const { service, rotating, call } = await start(client, "session");
    const flying: Promise<unknown>[] = [];
    for (let rotation = 0; rotation < 30; rotation += 1) {
      flying.push(...Array.from({ length: 5 }, call));
      await rotating.rotate();
    }
    await Promise.all(flying);
    await call();
    expect(service.refused).toBe(0);
    expect(service.accepted).toHaveLength(151);
    expect(service.accepted.at(-1)).toBe("STS.key31");
    expect(rotating.loads).toBe(31);
  });

  test("works with permanent keys, and clears a token when one follows a session", async () => {
    const { service, call } = await start(client, "permanent");
    await Promise.all([call(), call()]);
    expect(service).toMatchObject({ refused: 0 });
    expect(service.accepted).toHaveLength(2);
  });

  test("fails with the provider's own error, and sends nothing", async () => {
    const { service, rotating, call } = await start(client, "session");
    rotating.failWith(new CredentialsError({ code: "NETWORK", message: "unreachable" }));
    await expect(call()).rejects.toMatchObject({ code: "NETWORK" });
    expect(service).toMatchObject({ refused: 0, accepted: [] });
  });
});

describe("what only one client does", () => {
  const named = (name: string): Case => {
    const found = cases.find((each) => each.name === name);
    if (found === undefined) throw new Error(name);
    return found;
  };

  test("tablestore asks again at each of its own retries", async () => {
    const { service, rotating, call } = await start(named("tablestore"), "session");
    await call();
    service.failNext(1, 503);
    await rotating.advance(1);
    await call();
    expect(service.refused).toBe(0);
    expect(service.accepted.length).toBeGreaterThan(2);
  });

  test("tablestore's callback form still returns a request, and gets the provider's error", async () => {
    const { service, rotating } = await start(named("tablestore"), "session");
    const client = createTablestoreClient(TablestoreClient, {
      provider: rotating.provider,
      endpoint: service.url,
      instancename: "i",
    });
    const listTable = (): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const request = Reflect.get(client, "listTable").call(client, {}, (error: unknown, data: unknown) =>
          error === null || error === undefined ? resolve(data) : reject(error),
        );
        expect(request).not.toBeInstanceOf(Promise);
      });
    await listTable();
    rotating.failWith(new CredentialsError({ code: "NETWORK", message: "unreachable" }));
    await rotating.provider.invalidate({ accessKeyId: rotating.provider.peek()?.accessKeyId ?? "" });
    await expect(listTable()).rejects.toMatchObject({ code: "NETWORK" });
  });

  test("log defaults to https where the endpoint names no scheme", async () => {
    const { rotating } = await start(named("@alicloud/log"), "session");
    const client = createLogClient(LogClient, { provider: rotating.provider, region: "cn-hangzhou" });
    expect(Reflect.get(client, "use_https")).toBe(true);
  });

  test.each([
    ["@alicloud/log", () => createLogClient(class {} as never, { provider: {} as never })],
    ["@alicloud/mns", () => createMnsClient(class {} as never, "1", { provider: {} as never })],
    ["tablestore", () => createTablestoreClient(class {} as never, { provider: {} as never })],
  ])("%s: a wrong provider is named", (_name, make) => {
    expect(make).toThrow(/"provider" must be/);
  });

  test.each([
    ["@alicloud/log", (provider: never) => createLogClient(class {} as never, { provider })],
    ["@alicloud/mns", (provider: never) => createMnsClient(class {} as never, "1", { provider })],
    ["tablestore", (provider: never) => createTablestoreClient(class {} as never, { provider })],
    ["@alicloud/pop-core", (provider: never) => createPopCore(PopCore.prototype as never, { provider })],
  ])("%s: a wrong class is named, with what to install", async (name, make) => {
    const { rotating } = await start(named("tablestore"), "session");
    expect(() => make(rotating.provider as never)).toThrow(`Install ${name}@`);
  });
});
