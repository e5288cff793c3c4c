import { createRequire } from "node:module";
import PopCore from "@alicloud/pop-core";
import { createAccessKeyCredentials, CredentialsError } from "@credport/core";
import { assertNoCanary, canary, rotatingProvider, startRecordingService } from "@credport/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createPopCore, popCoreConfig } from "../src/index.js";
import { emulatedRole, type EmulatedRole } from "./emulated-role.js";

const { ROAClient } = createRequire(import.meta.url)("@alicloud/pop-core");

let account: EmulatedRole;

beforeEach(async () => {
  account = await emulatedRole();
});

afterEach(() => account[Symbol.asyncDispose]());

const endpoint = (): { endpoint: string; apiVersion: string } => ({
  endpoint: account.emulator.ecs.url,
  apiVersion: "2014-05-26",
});
const client = (): PopCore => createPopCore(PopCore, { provider: account.rotating.provider, ...endpoint() });

describe("pop-core", () => {
  test.each(["GET", "POST"])("reads the provider at each %s, across 30 rotations", async (method) => {
    const core = client();
    for (let rotation = 0; rotation < 30; rotation += 1) {
      await Promise.all(Array.from({ length: 5 }, () => core.request("DescribeRegions", {}, { method })));
      await account.replaceSession();
    }
    expect(account).toMatchObject({ refused: 0 });
    expect(new Set(account.accepted).size).toBe(30);
    expect(account.rotating.loads).toBe(31);
  });

  test("survives a session that the service refuses: one load, one more request", async () => {
    const core = client();
    await core.request("DescribeRegions", {});
    account.emulator.accounts.rotate();
    await core.request("DescribeRegions", {});
    expect(account).toMatchObject({ refused: 1 });
    expect(account.rotating.loads).toBe(2);
  });

  test.each(["InvalidAccessKeyId.NotFound", "InvalidAccessKeyId.Inactive"])(
    "12.2: %s is a dead session only where a token was sent",
    async (Code) => {
      const body = JSON.stringify({ Code, Message: "no such key" });
      const answer = { status: 404, headers: { "content-type": "application/json" }, body };
      for (const [token, requests] of [
        ["token", 2],
        [undefined, 1],
      ] as const) {
        let count = 0;
        const { provider } = rotatingProvider(() => {
          return { accessKeyId: `id-${++count}`, accessKeySecret: "secret", securityToken: token };
        });
        await using service = await startRecordingService({ read: () => ({ accessKeyId: "" }), answer });
        const core = createPopCore(PopCore, { provider, endpoint: service.url, apiVersion: "2014-05-26" });
        await expect(core.request("DescribeRegions", {})).rejects.toMatchObject({ code: Code });
        expect([service.requests, count]).toEqual([requests, requests]);
      }
    },
  );

  test("works with a permanent key", async () => {
    await account[Symbol.asyncDispose]();
    account = await emulatedRole("permanent");
    await client().request("DescribeRegions", {});
    expect(account).toMatchObject({ refused: 0 });
  });

  test("never sends an unsigned request: the provider's error comes out", async () => {
    account.rotating.failWith(new CredentialsError({ code: "NETWORK", message: "unreachable" }));
    await expect(client().request("DescribeRegions", {})).rejects.toMatchObject({ code: "NETWORK" });
    expect(account.emulator.calls.count()).toBe(0);
  });

  test.each([
    ["secret", { accessKeyId: "id", accessKeySecret: "" }],
    ["key id", { accessKeyId: "", accessKeySecret: "secret" }],
  ])("never sends an unsigned request: half a key without its %s is an error", async (_half, half) => {
    const given = { type: "access_key", identity: { fingerprint: "f", source: "test" }, ...half } as const;
    const provider = { ...account.rotating.provider, getCredentials: async () => given };
    const spread = new PopCore({ ...popCoreConfig(provider), ...endpoint() });
    for (const core of [createPopCore(PopCore, { provider, ...endpoint() }), spread]) {
      await expect(core.request("DescribeRegions", {})).rejects.toMatchObject({ code: "INVALID_CREDENTIAL" });
    }
    expect(account.emulator.calls.count()).toBe(0);
  });

  test("keeps the signed address out of service errors", async () => {
    const error: unknown = await client()
      .request("NoSuchAction", {})
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "InvalidAction.NotFound", url: `${account.emulator.ecs.url}/?<redacted>` });
    const { accessKeyId = "", securityToken = "" } = account.rotating.provider.peek() ?? {};
    assertNoCanary(error, [accessKeyId, encodeURIComponent(securityToken), "Signature="]);
  });

  test.each(["GET", "POST"])(
    "keeps key id and token out of the text to sign that a %s is answered with",
    async (method) => {
      const { accessKeyId, securityToken = "" } = await account.rotating.provider.getCredentials();
      const wrong = createAccessKeyCredentials({
        accessKeyId,
        securityToken,
        accessKeySecret: "wrong",
        source: "test",
      });
      const provider = { ...account.rotating.provider, getCredentials: async () => wrong };
      const error: unknown = await createPopCore(PopCore, { provider, ...endpoint() })
        .request("DescribeRegions", {}, { method })
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({
        code: "SignatureDoesNotMatch",
        message: expect.stringContaining("server string to sign is"),
      });
      const encoded = encodeURIComponent(securityToken);
      assertNoCanary(error, [accessKeyId, securityToken, encoded, encodeURIComponent(encoded)]);
    },
  );

  test.each([
    ["a page", "text/html", `<html>${canary.securityToken}</html>`],
    [
      "an error",
      "application/json",
      JSON.stringify({ Code: "X", Message: `{"token":"${canary.securityToken}"} acs id:sig=` }),
    ],
  ])("keeps the secrets that an answer quotes out of errors: %s", async (_name, type, body) => {
    const { provider } = rotatingProvider(() => ({ accessKeyId: "id", ...canary }));
    const answer = { status: 400, headers: { "content-type": type }, body };
    await using service = await startRecordingService({ read: () => ({ accessKeyId: "" }), answer });
    const options = { provider, endpoint: service.url, apiVersion: "2014-05-26" };
    const errorOf = (call: Promise<unknown>): Promise<unknown> =>
      call.then(
        () => undefined,
        (reason: unknown) => reason,
      );
    const rpc = await errorOf(createPopCore(PopCore, options).request("DescribeRegions", {}, { method: "POST" }));
    // A ROA client resolves to a page, as its service wrote it.
    const roa = await errorOf(createPopCore(ROAClient, options).get("/a"));
    expect(service.requests).toBe(2);
    expect(rpc).toBeDefined();
    assertNoCanary([rpc, roa], [canary.securityToken, canary.accessKeySecret, "id:sig"]);
  });

  test("keeps it out of network errors", async () => {
    account.emulator.faults.dropConnection({ service: "ecs", when: "request" });
    const error: unknown = await client()
      .request("DescribeRegions", {})
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    assertNoCanary(error, [account.rotating.provider.peek()?.accessKeyId ?? "", "Signature="]);
  });

  test("can be made by the user with popCoreConfig, without a cast", async () => {
    const core = new PopCore({ ...popCoreConfig(account.rotating.provider), ...endpoint() });
    await core.request("DescribeRegions", {});
    await account.replaceSession();
    await core.request("DescribeRegions", {});
    expect(account).toMatchObject({ refused: 0 });
  });

  test("refuses another class by name", () => {
    const { provider } = account.rotating;
    expect(() => Reflect.apply(createPopCore, undefined, [class {}, { provider }])).toThrow(/@alicloud\/pop-core/);
  });
});
