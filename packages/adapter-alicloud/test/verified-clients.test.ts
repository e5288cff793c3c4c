import { createRequire } from "node:module";
import {
  createAccessKeyCredentials,
  CredentialsError,
  type AccessKeyCredentials,
  type AccessKeyFields,
} from "@credport/core";
import { rotatingProvider, startVerifyingService, type VerifyingService } from "@credport/testing";
import { afterEach, describe, expect, test } from "vitest";
import { createLogClient, createMnsClient, createPopCore, createTablestoreClient } from "../src/index.js";
import { verifiedClients, type ClientCase } from "./clients.js";

const require = createRequire(import.meta.url);
const LogClient = require("@alicloud/log");
const TablestoreClient = require("tablestore").Client;

const services: VerifyingService[] = [];

afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service[Symbol.asyncDispose]()));
});

async function start({ read, answer, connect }: ClientCase, kind: "session" | "permanent") {
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

describe.each(verifiedClients)("$name", (client) => {
  test("signs with one whole, current credential, across 30 rotations with calls in flight", async () => {
    const { service, rotating, call } = await start(client, "session");
    // The first load is over before the first rotation, however late a client asks for credentials.
    await call();
    const flying: Promise<unknown>[] = [];
    for (let rotation = 0; rotation < 30; rotation += 1) {
      flying.push(...Array.from({ length: 5 }, call));
      await rotating.rotate();
    }
    await Promise.all(flying);
    await call();
    expect(service.refused).toBe(0);
    expect(service.accepted).toHaveLength(152);
    expect(service.accepted.at(-1)).toBe("STS.key31");
    expect(rotating.loads).toBe(31);
  });

  test("is refused by the verifier with another secret, another token or a token too many", async () => {
    const { service, rotating, call } = await start(client, "session");
    const { accessKeyId, accessKeySecret, securityToken } = await rotating.provider.getCredentials();
    const wrong = [
      { accessKeyId, accessKeySecret: "another", securityToken },
      { accessKeyId, accessKeySecret, securityToken: "another" },
      { accessKeyId, accessKeySecret },
    ];
    for (const fields of wrong) {
      service.know(createAccessKeyCredentials({ ...fields, source: "test" }));
      await call().catch(() => undefined);
    }
    expect(service).toMatchObject({ accepted: [], refused: service.requests });
    expect(service.requests).toBeGreaterThanOrEqual(3);
    service.know(createAccessKeyCredentials({ accessKeyId, accessKeySecret, securityToken, source: "test" }));
    await call();
    expect(service.accepted).toEqual([accessKeyId]);
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
  const named = (name: string): ClientCase => {
    const found = verifiedClients.find((each) => each.name === name);
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

  test("tablestore fails with the provider's own error when that comes before one of its retries", async () => {
    const client = named("tablestore");
    const { service, rotating } = await start(client, "session");
    let asked = 0;
    const getCredentials = async (): Promise<AccessKeyCredentials> => {
      if ((asked += 1) > 1) throw new CredentialsError({ code: "NETWORK", message: "unreachable" });
      return rotating.provider.getCredentials();
    };
    service.failNext(20, 503);
    const call = client.connect(service, { ...rotating.provider, getCredentials });
    await expect(call()).rejects.toMatchObject({ code: "NETWORK" });
    expect(service.requests).toBe(1);
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
        const request = Reflect.get(client, "listTable").call(client, {}, (error: Error | null, data: unknown) => {
          if (error) reject(error);
          else resolve(data);
        });
        expect(request).not.toBeInstanceOf(Promise);
      });
    await listTable();
    rotating.failWith(new CredentialsError({ code: "NETWORK", message: "unreachable" }));
    rotating.provider.invalidate({ accessKeyId: rotating.provider.peek()?.accessKeyId ?? "" });
    await expect(listTable()).rejects.toMatchObject({ code: "NETWORK" });
  });

  test("log defaults to https where the endpoint names no scheme", async () => {
    const { rotating } = await start(named("@alicloud/log"), "session");
    const place = { provider: rotating.provider, region: "cn-hangzhou" };
    for (const options of [place, { ...place, use_https: undefined }]) {
      expect(Reflect.get(createLogClient(LogClient, options), "use_https")).toBe(true);
    }
    expect(Reflect.get(createLogClient(LogClient, { ...place, use_https: false }), "use_https")).toBe(false);
  });

  test.each([
    ["@alicloud/log", createLogClient, []],
    ["@alicloud/mns", createMnsClient, ["1"]],
    ["tablestore", createTablestoreClient, []],
    ["@alicloud/pop-core", createPopCore, []],
  ])("%s: a wrong provider is named, and a wrong class with what to install", async (name, create, middle) => {
    const { rotating } = await start(named("tablestore"), "session");
    const make = (provider: unknown): unknown => Reflect.apply(create, undefined, [class {}, ...middle, { provider }]);
    expect(() => make({})).toThrow(/"provider" must be/);
    expect(() => make(rotating.provider)).toThrow(`Install ${name}@`);
  });
});
