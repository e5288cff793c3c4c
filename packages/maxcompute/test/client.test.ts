import { afterEach, beforeEach, describe, expect, it, test, vi } from "vitest";
import { errorAnswer, type LoopbackAnswer } from "./support/loopback-service.js";
import { keyPair, setUp, type Setup } from "./support/setup.js";
import {
  AliyunAccount,
  AppAccount,
  BearerAccount,
  Odps,
  StsAccount,
  type CustomCredentialProvider,
  type MaxComputeWarning,
  type OdpsOptions,
} from "../src/index.js";

let setup: Setup;
beforeEach(async () => {
  setup = await setUp();
});
afterEach(async () => {
  await setup[Symbol.asyncDispose]();
});

/** Answers the first requests so, and the rest with an empty project. */
function sequence(...answers: (LoopbackAnswer | undefined)[]): void {
  let index = 0;
  setup.service.on(() => answers[index++] ?? { body: "<Project><Name>p</Name></Project>" });
}

const error = (status: number, code: string, headers: Record<string, string> = {}, message = "m"): LoopbackAnswer =>
  errorAnswer({ status, code, message }, headers);

describe("2 signatures the service accepts", () => {
  it("V2, V4 and a session, with every awkward name and value", async () => {
    setup.service.keys.set("STS.1", { secret: "s", token: "to/ken+==" });
    setup.service.on(() => ({ body: "<Tables/>" }));
    const sts = new StsAccount({ accessKeyId: "STS.1", accessKeySecret: "s", securityToken: "to/ken+==" });
    for (const odps of [
      setup.odps,
      setup.client({ region: "cn-x" }),
      setup.client({ account: sts }),
      setup.client({ account: new AliyunAccount({ ...keyPair, region: "cn-y" }) }),
    ]) {
      const names: string[] = [];
      for await (const table of odps.tables.list({ project: "p/q r+夏", prefix: "a+b%&=!*'() ", schema: "s" }))
        names.push(table.name);
      expect(names).toEqual([]);
    }
    expect(setup.service.refusals).toEqual([]);
    const schemes = setup.service.calls.map(({ headers }) => headers["authorization"]?.split(":")[0]);
    expect(schemes).toEqual([
      "ODPS LTAI-TEST",
      "ODPS LTAI-TEST/20260303/cn-x/odps/aliyun_v4_request",
      "ODPS STS.1",
      "ODPS LTAI-TEST/20260303/cn-y/odps/aliyun_v4_request",
    ]);
  });

  it("an endpoint with trailing slashes (conflict 7)", async () => {
    sequence();
    await setup.client({ endpoint: `${setup.service.endpoint}//` }).projects.get();
    expect(setup.service.refusals).toEqual([]);
  });

  it("bearer and app accounts", async () => {
    setup.service.checking = false;
    sequence();
    await setup.client({ account: new BearerAccount({ bearerToken: "bt" }) }).projects.get();
    await setup
      .client({ appAccount: new AppAccount({ accessKeyId: "a", accessKeySecret: "b", securityToken: "c" }) })
      .projects.get();
    const [bearer, app] = setup.service.calls.map(({ headers }) => headers);
    expect(bearer).toMatchObject({ "x-odps-bearer-token": "bt" });
    expect(bearer).not.toHaveProperty("authorization");
    expect(app?.["sts-authentication"]).toMatch(
      /^account_provider:aliyun,signature_method:hmac-sha1,access_id:a,signature:/,
    );
    expect(app?.["sts-token"]).toBe("c");
    const both = setup.client({
      account: new BearerAccount({ bearerToken: "bt" }),
      appAccount: new AppAccount({ accessKeyId: "a", accessKeySecret: "b" }),
    });
    await expect(both.projects.get()).rejects.toMatchObject({ code: "INVALID_CREDENTIAL" });
  });

  it("names itself in both user agents", async () => {
    sequence();
    await setup.client({ userAgent: "mine/1" }).projects.get();
    const [call] = setup.service.calls;
    expect(call?.headers["user-agent"]).toMatch(/^credport-maxcompute\/\S+ Node\/\d+\.\d+\.\d+ \(\w+; \w+\) mine\/1$/);
    expect(call?.headers["x-odps-user-agent"]).toBe(call?.headers["user-agent"]);
  });
});

describe("2.4 V4 fallback", () => {
  const refusals = [
    error(500, "InternalServerError", {}, "Need AK v3 support"),
    error(503, "Any", {}, "accesskey ACL denied"),
    error(400, "InvalidParameter", {}, "ODPS-0410051: x"),
    error(401, "Unauthorized", {}, "Invalid or missing something"),
  ];

  test.each(refusals.map((refusal, index) => [index, refusal] as const))(
    "goes back to V2 once and remembers it (%i)",
    async (_index, refusal) => {
      const odps = setup.client({ region: "cn-x", signature: "auto" });
      sequence(refusal);
      await odps.projects.get();
      await odps.projects.get();
      expect(setup.service.calls.map(({ headers }) => headers["authorization"]?.includes("v4_request"))).toEqual([
        true,
        false,
        false,
      ]);
    },
  );

  it("never does so with an explicit V4, nor uses V4 by itself", async () => {
    sequence(error(401, "Unauthorized", {}, "Invalid or missing something"));
    await expect(setup.client({ region: "cn-x" }).projects.get()).rejects.toMatchObject({ kind: "auth-invalid" });
    expect(setup.service.calls).toHaveLength(1);
    expect(() => setup.client({ signature: "v4" })).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }));
  });
});

describe("5.3 retries", () => {
  it("repeats a read after 5xx, 429 and a broken connection, with jitter", async () => {
    sequence(
      error(502, "x"),
      error(429, "x"),
      { cutAfter: 0 },
      { status: 200, headers: { "content-length": "100" }, body: "<Project>", cutAfter: 5 },
    );
    await setup.odps.projects.get();
    expect(setup.host.waits).toEqual([50, 100, 200, 400]);
  });

  it("gives up after five attempts", async () => {
    sequence(...Array.from({ length: 9 }, () => error(500, "ODPS-0010000")));
    await expect(setup.odps.projects.get()).rejects.toMatchObject({
      kind: "server",
      odpsCode: "ODPS-0010000",
      requestId: "request-1",
    });
    expect(setup.service.calls).toHaveLength(5);
  });

  it("waits at least as long as the service says, and not longer than two minutes", async () => {
    sequence(
      error(429, "x", { "retry-after": "7" }),
      error(429, "x", { "retry-after": "900" }),
      error(503, "x", { "retry-after": "soon" }),
    );
    await setup.odps.projects.get();
    expect(setup.host.waits).toEqual([7_000, 120_000, 5_000]);
  });

  it("does not repeat what cannot get better", async () => {
    for (const [status, code, kind] of [
      [404, "NoSuchTable", "not-found"],
      [403, "NoPermission", "forbidden"],
      [400, "ODPS-0130161", "client"],
    ] as const) {
      sequence(error(status, code));
      await expect(setup.odps.tables.get("t")).rejects.toMatchObject({ kind, code, status });
    }
    expect(setup.service.calls).toHaveLength(3);
    expect(setup.host.waits).toEqual([]);
  });

  it("signs each attempt anew, at its own time", async () => {
    sequence(error(503, "x", { "retry-after": "60" }));
    await setup.odps.projects.get();
    const dates = setup.service.calls.map(({ headers }) => headers["date"]);
    expect(dates).toEqual(["Tue, 03 Mar 2026 04:05:06 GMT", "Tue, 03 Mar 2026 04:06:06 GMT"]);
    expect(setup.service.refusals).toEqual([]);
  });

  it("does not retry a name that does not resolve, and says so without the URL", async () => {
    const odps = setup.client({ endpoint: "http://nowhere.invalid/api" });
    await expect(odps.projects.get()).rejects.toMatchObject({
      code: "NETWORK",
      message: expect.stringContaining("nowhere.invalid"),
    });
    expect(setup.host.waits).toEqual([]);
  });

  it("repeats when nobody listens", async () => {
    const odps = setup.client({ endpoint: "http://127.0.0.1:1/api" });
    await expect(odps.projects.get()).rejects.toMatchObject({ code: "NETWORK" });
    expect(setup.host.waits).toHaveLength(4);
  });

  it("never follows a redirect", async () => {
    sequence({ status: 302, headers: { location: "https://user:canary@evil.example/x?token=canary" } });
    await expect(setup.odps.projects.get()).rejects.toMatchObject({
      code: "UNEXPECTED_REDIRECT",
      host: "evil.example",
      message: expect.not.stringContaining("canary"),
    });
    expect(setup.service.calls).toHaveLength(1);
  });

  it("takes one signal for many calls: no leak that Node would warn of", async () => {
    const warned = vi.fn();
    process.on("warning", warned);
    const { signal } = new AbortController();
    await Promise.all(
      Array.from({ length: 12 }, () => setup.odps.projects.get("p", { signal }).catch(() => undefined)),
    );
    process.off("warning", warned);
    expect(warned).not.toHaveBeenCalled();
  });

  it("ends with the caller's signal, before and during a call", async () => {
    const reason = new Error("enough");
    await expect(setup.odps.projects.get("p", { signal: AbortSignal.abort(reason) })).rejects.toMatchObject({
      code: "ABORTED",
      cause: reason,
    });
    const controller = new AbortController();
    setup.service.on(() => {
      controller.abort(reason);
      return { cutAfter: 0 };
    });
    await expect(setup.odps.projects.get("p", { signal: controller.signal })).rejects.toMatchObject({
      code: "ABORTED",
      cause: reason,
    });
    expect(setup.service.calls).toHaveLength(1);
  });

  it("ends with the caller's signal while a provider that does not hear of it is waited for", async () => {
    setup.service.on(() => errorAnswer({ status: 401, code: "Unauthorized", message: "no" }));
    for (const [answers, make] of [
      [0, (provider: CustomCredentialProvider) => ({ account: StsAccount.fromCustomProvider(provider) })],
      [0, (provider: CustomCredentialProvider) => ({ appAccount: AppAccount.fromProvider(provider) })],
      // Refused once, so asked again.
      [1, (provider: CustomCredentialProvider) => ({ account: StsAccount.fromCustomProvider(provider) })],
    ] as const) {
      const controller = new AbortController();
      let asked = 0;
      const getCredential = (): Promise<typeof keyPair> => {
        if (asked++ < answers) return Promise.resolve(keyPair);
        controller.abort("enough");
        return new Promise(() => undefined);
      };
      const odps = setup.client(make({ getType: () => "hanging", getCredential }));
      await expect(odps.projects.get("p", { signal: controller.signal })).rejects.toMatchObject({
        code: "ABORTED",
        cause: "enough",
      });
    }
    expect(setup.service.calls).toHaveLength(1);
  });

  it("refuses an answer over the limit", async () => {
    sequence({ body: "x".repeat(2_000) });
    await expect(setup.client({ maximumBodyBytes: 1_000 }).projects.get()).rejects.toMatchObject({
      code: "BODY_TOO_LARGE",
    });
  });

  it("takes a server's page for an error without repeating it", async () => {
    sequence(error(400, "x"), { status: 404, body: "<html>secret page</html>" });
    await expect(setup.odps.projects.get()).rejects.toMatchObject({
      message: expect.stringContaining("request id request-1"),
    });
    await expect(setup.odps.projects.get()).rejects.toMatchObject({
      status: 404,
      code: null,
      message: expect.not.stringContaining("secret page"),
    });
  });
});

describe("5.2 clock skew", () => {
  it.each([20, -40])("takes over a clock that is %i minutes off, once, and keeps it", async (minutes) => {
    sequence();
    setup.service.skew = minutes * 60_000;
    const odps = setup.client({ region: "cn-x" });
    await odps.projects.get();
    await odps.projects.get();
    expect(setup.service.refusals.map(({ code }) => code)).toEqual(["RequestTimeTooSkewd"]);
    const corrected = new Date(setup.host.now() + setup.service.skew).toUTCString();
    expect(setup.service.calls.map(({ headers }) => headers["date"])).toEqual([
      "Tue, 03 Mar 2026 04:05:06 GMT",
      corrected,
      corrected,
    ]);
  });

  it("uses the answer's date where the message has none", async () => {
    setup.service.checking = false;
    sequence(error(400, "RequestTimeTooSkewed", { date: "Tue, 03 Mar 2026 06:05:06 GMT" }));
    await setup.odps.projects.get();
    expect(setup.service.calls.at(-1)?.headers["date"]).toBe("Tue, 03 Mar 2026 06:05:06 GMT");
  });

  it.each(["", "yesterday", "1772514306000", "2026-03-03T06:05:06Z", "Tue, 99 Mar 2026 06:05:06 GMT"])(
    "leaves its clock alone where the answer's date is %j",
    async (date) => {
      setup.service.checking = false;
      sequence(error(400, "RequestTimeTooSkewed", { date }));
      await expect(setup.odps.projects.get()).rejects.toMatchObject({ kind: "clock-skew" });
      await setup.odps.projects.get();
      const dates = setup.service.calls.map(({ headers }) => headers["date"]);
      expect(dates).toEqual(["Tue, 03 Mar 2026 04:05:06 GMT", "Tue, 03 Mar 2026 04:05:06 GMT"]);
    },
  );

  it("corrects no small difference, and gives up on a clock that stays wrong", async () => {
    sequence(error(400, "RequestTimeTooSkewed", { date: "Tue, 03 Mar 2026 04:05:36 GMT" }));
    await expect(setup.odps.projects.get()).rejects.toMatchObject({ kind: "clock-skew" });
    const always = error(400, "RequestTimeTooSkewed", { date: "Tue, 03 Mar 2026 09:05:36 GMT" });
    setup.service.checking = false;
    setup.service.on(() => always);
    await expect(setup.odps.projects.get()).rejects.toMatchObject({ kind: "clock-skew" });
    expect(setup.service.calls).toHaveLength(3);
  });
});

describe("4.1 to 4.2 lists", () => {
  it("walks pages by their markers", async () => {
    const pages: Record<string, string> = {
      "": "<Tables><Marker>m 1!=</Marker><Table><Name>a</Name></Table></Tables>",
      "m 1!=": "<Tables><Marker/><Table><Name>b</Name></Table></Tables>",
    };
    setup.service.on((call) => ({ body: pages[call.query.get("marker") ?? ""] ?? "" }));
    const names: string[] = [];
    for await (const table of setup.odps.tables.list({ prefix: "x", owner: "o", pageSize: 1 })) names.push(table.name);
    expect(names).toEqual(["a", "b"]);
    expect(setup.service.refusals).toEqual([]);
    expect(Object.fromEntries(setup.service.calls[0]?.query ?? [])).toEqual({
      curr_project: "p",
      expectmarker: "true",
      maxitems: "1",
      name: "x",
      owner: "o",
    });
  });

  it("ends when the service repeats a marker", async () => {
    setup.service.on(() => ({ body: "<Tables><Marker>m</Marker></Tables>" }));
    await expect(setup.odps.tables.list().next()).rejects.toMatchObject({ code: "INVALID_RESPONSE" });
  });

  it("ends when the service goes round in circles", async () => {
    setup.service.on((call) => ({
      body: `<Tables><Marker>${call.query.get("marker") === "a" ? "b" : "a"}</Marker></Tables>`,
    }));
    await expect(setup.odps.tables.list().next()).rejects.toMatchObject({ code: "INVALID_RESPONSE" });
    expect(setup.service.calls.map(({ query }) => query.get("marker"))).toEqual([undefined, "a", "b"]);
  });

  it("lists projects, schemas, functions, resources and partitions", async () => {
    const answers: Record<string, string> = {
      "/api/projects": "<Projects><Project><Name>p</Name></Project></Projects>",
      "/api/projects/p/schemas": "<Schemas><Schema><Name>s</Name></Schema></Schemas>",
      "/api/projects/p/registration/functions":
        "<Functions><Function><Alias>f</Alias><Resources><ResourceName>r.jar</ResourceName></Resources></Function></Functions>",
      "/api/projects/p/resources":
        "<Resources><Resource><Name>r.jar</Name><ResourceSize>12</ResourceSize></Resource></Resources>",
      "/api/projects/p/tables/t":
        '<Partitions><Partition><Column Name="ds" Value="20260303"/><Column Name="h" Value="1"/><CreationTime>1700000000</CreationTime><PartitionSize>5</PartitionSize></Partition></Partitions>',
    };
    setup.service.on((call) => ({ body: answers[call.path] ?? "" }));
    const odps = setup.client({ schema: "sch" });
    await expect(odps.projects.list().next()).resolves.toMatchObject({ value: { name: "p" } });
    await expect(odps.schemas.list().next()).resolves.toMatchObject({ value: { name: "s" } });
    await expect(odps.functions.list().next()).resolves.toMatchObject({ value: { name: "f", resources: ["r.jar"] } });
    await expect(odps.resources.list().next()).resolves.toMatchObject({ value: { name: "r.jar", size: 12 } });
    await expect(odps.tables.partitions("t", { filter: "ds='20260303'" }).next()).resolves.toMatchObject({
      value: { spec: "ds=20260303,h=1", size: 5, creationTime: new Date(1_700_000_000_000) },
    });
    expect(setup.service.refusals).toEqual([]);
    expect(setup.service.calls.map(({ query }) => query.get("curr_schema"))).toEqual([
      undefined,
      undefined,
      "sch",
      "sch",
      "sch",
    ]);
    expect(setup.service.calls.at(-1)?.query.get("partition")).toBe("ds='20260303'");
  });

  it("tells what exists (conflict 10)", async () => {
    sequence(undefined, error(404, "NoSuchProject"), error(400, "NoSuchObject"), error(403, "NoPermission"));
    await expect(setup.odps.projects.exists()).resolves.toBe(true);
    await expect(setup.odps.projects.exists()).resolves.toBe(false);
    await expect(setup.odps.tables.exists("t")).resolves.toBe(false);
    await expect(setup.odps.tables.exists("t")).rejects.toMatchObject({ kind: "forbidden" });
    sequence(error(404, "NoPermission"));
    await expect(setup.odps.projects.exists()).resolves.toBe(false);
  });
});

describe("bad input", () => {
  test.each([
    [{ endpoint: "service.cn-x.maxcompute.aliyun.com/api" }],
    [{ endpoint: "", region: "" }],
    [{ endpoint: undefined, region: "no region" }],
    [{ userAgent: "app\r\nx-odps-a: 1" }],
    [{ userAgent: "app\u20ac" }],
    [{ proxy: "proxy.example:8080" }],
    [{ requestTimeout: -1 }],
    [{ maximumRetryDelay: Number.NaN }],
    [{ maximumBodyBytes: 0 }],
    [JSON.parse('{"signature":"v5"}')],
  ])("%j", (options: Partial<OdpsOptions>) => {
    expect(() => new Odps({ account: new AliyunAccount(keyPair), endpoint: "https://h/api", ...options })).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT" }),
    );
  });

  it("no limit for connecting, and an empty proxy", async () => {
    sequence();
    await setup.client({ connectTimeout: 0, proxy: "" }).projects.get();
    expect(setup.service.calls).toHaveLength(1);
  });

  it("an endpoint without /api answers with its own error", async () => {
    const odps = setup.client({ endpoint: `http://${setup.service.host}` });
    await expect(odps.projects.get()).rejects.toMatchObject({
      code: "NoSuchObject",
      kind: "not-found",
      requestId: "request-1",
    });
  });

  it("malformed XML, an empty body and a document type declaration", async () => {
    sequence(
      { body: "<Project>" },
      { body: " " },
      { body: '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><Project>&e;</Project>' },
    );
    for (let index = 0; index < 3; index++)
      await expect(setup.odps.projects.get()).rejects.toMatchObject({ code: "INVALID_RESPONSE" });
  });

  it("no project anywhere", async () => {
    const odps = setup.client({ project: undefined });
    await expect(odps.execSql("select 1")).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    expect(() => odps.instances.get("i_mcqa", { project: "p" })).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT" }),
    );
  });

  it("an endpoint from the region, and a warning for tokens over http", () => {
    const warnings: MaxComputeWarning[] = [];
    const account = new StsAccount({ ...keyPair, securityToken: "t" });
    expect(new Odps({ account, region: "cn-x", network: "vpc" }).endpoint).toBe(
      "https://service.cn-x-vpc.maxcompute.aliyun-inc.com/api",
    );
    new Odps({ account, endpoint: "http://h/api", onWarning: (warning) => warnings.push(warning) });
    expect(warnings).toEqual([expect.objectContaining({ code: "token-over-http" })]);
    const onWarning = (warning: MaxComputeWarning): void => void warnings.push(warning);
    new Odps({ account, endpoint: "https://h/api", tunnelEndpoint: "http://dt", onWarning });
    expect(warnings[1]?.message).toContain("dt");
    new Odps({ account: new AliyunAccount(keyPair), endpoint: "http://h/api", onWarning });
    expect(warnings).toHaveLength(2);
  });

  it("an endpoint from the account's region", () => {
    const account = new AliyunAccount({ ...keyPair, region: "cn-y" });
    expect(new Odps({ account, region: "" }).endpoint).toBe("https://service.cn-y.maxcompute.aliyun.com/api");
  });
});
