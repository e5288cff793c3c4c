import { inspect } from "node:util";
import { createAccessKeyCredentials } from "@credport/core";
import { scriptedSource } from "@credport/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { BytePlusConfigError, Ecs, Iam, Sts, type CallRequest } from "../src/index.js";
import { listUsers, rejection, startWorld, type World } from "./world.js";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const sent = (): number => world.emulator.calls.count("byteplus");

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

describe("7 bad input", () => {
  test.each<readonly [string, unknown, string]>([
    ["no call", undefined, "BytePlusConfigError"],
    ["null", null, "BytePlusConfigError"],
    ["a list of parameters", { ...listUsers, parameters: ["x"] }, "BytePlusSerializationError"],
    ["a text as parameters", { ...listUsers, parameters: "x" }, "BytePlusSerializationError"],
    ["a number as body", { ...listUsers, method: "POST", body: 5 }, "BytePlusSerializationError"],
    ["a function as parameter", { ...listUsers, parameters: { f: () => 1 } }, "BytePlusSerializationError"],
    ["a signal that is none", { ...listUsers, signal: {} }, "BytePlusConfigError"],
    ["no time at all", { ...listUsers, timeoutMs: 0 }, "BytePlusConfigError"],
  ])("%s is a client error before anything is sent", async (_what, request, name) => {
    const client = world.client();
    const call: Promise<unknown> = Reflect.apply(client.call, client, [request]);
    expect(await rejection(call)).toMatchObject({ name, kind: "client" });
    expect(sent()).toBe(0);
  });

  test("null parameters and a null body are none", async () => {
    const client = world.client();
    const call: Promise<unknown> = Reflect.apply(client.call, client, [{ ...listUsers, parameters: null, body: null }]);
    expect(await call).toMatchObject({ status: 200 });
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
    [
      "CreateKeyPairInput.Tags[0].Key",
      (ecs) => Reflect.apply(ecs.createKeyPair, ecs, [{ KeyPairName: "a", Tags: [null] }]),
    ],
    [
      "DescribeAvailableResourceInput.DestinationResource",
      (ecs) => Reflect.apply(ecs.describeAvailableResource, ecs, []),
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
