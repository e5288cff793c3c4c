import { Service } from "@volcengine/openapi";
import { Client, Command } from "@volcengine/sdk-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startEmulator, type Emulator, type KeyPair } from "../src/index.js";
import { volcCanonicalRequest, volcSignature } from "../src/signatures/volc-hmac.js";

type Names = "byteplus" | "byteplusMetadata" | "oidc";

let emulator: Emulator<Names>;
let user: KeyPair;

beforeEach(async () => {
  emulator = await startEmulator({ services: ["byteplus", "byteplusMetadata", "oidc"] });
  user = emulator.accounts.createUser({ name: "ann" });
});

afterEach(() => emulator.close());

interface Wire {
  readonly ResponseMetadata: {
    readonly RequestId: string;
    readonly Error?: { readonly Code: string; readonly CodeN?: number };
  };
  readonly Result?: Record<string, unknown>;
}

interface Keys extends KeyPair {
  readonly securityToken?: string;
}

/** A client of `@volcengine/openapi` for one service. */
function openApi(serviceName: string, defaultVersion: string, keys: Keys): Service {
  return new Service({
    serviceName,
    defaultVersion,
    accessKeyId: keys.accessKeyId,
    secretKey: keys.accessKeySecret,
    sessionToken: keys.securityToken ?? "",
    region: "ap-southeast-1",
    host: emulator.byteplus.host,
    protocol: "http:",
  });
}

async function call(
  service: Service,
  Action: string,
  input: Record<string, unknown> = {},
  method: "GET" | "POST" = "GET",
): Promise<Wire> {
  const api = service.createAPI<Record<string, unknown>, Record<string, unknown>>(Action, {
    method,
    contentType: "urlencode",
  });
  const { ResponseMetadata, Result } = await api(input);
  const { RequestId, Error: error } = ResponseMetadata;
  return {
    ResponseMetadata: {
      RequestId,
      ...(error?.Code === undefined
        ? {}
        : { Error: { Code: error.Code, ...(error.CodeN === undefined ? {} : { CodeN: error.CodeN }) } }),
    },
    ...(Result === undefined ? {} : { Result }),
  };
}

describe("@volcengine/openapi", () => {
  test("lists users with GET, and makes calls with a form body", async () => {
    const users = await call(openApi("iam", "2018-01-01", user), "ListUsers", { Limit: 5 });
    expect(users.Result).toMatchObject({ Total: 1, UserMetadata: [{ UserName: "ann" }] });
    const caller = await call(openApi("sts", "2018-01-01", user), "GetCallerIdentity", {}, "POST");
    expect(caller.Result).toMatchObject({ Trn: expect.stringMatching(/:user\/ann$/), IdentityType: "User" });
  });

  test("assumes a role and signs with the session", async () => {
    const role = emulator.accounts.createRole({ name: "reader" });
    const answer = await call(openApi("sts", "2018-01-01", user), "AssumeRole", {
      RoleTrn: `trn:iam::${emulator.accountId}:role/${role.name}`,
      RoleSessionName: "s",
      DurationSeconds: 900,
    });
    const credentials = answer.Result?.["Credentials"];
    if (typeof credentials !== "object" || credentials === null) throw new Error("There are no credentials.");
    const { AccessKeyId, SecretAccessKey, SessionToken } = Object.fromEntries(Object.entries(credentials));
    const session = { accessKeyId: AccessKeyId, accessKeySecret: SecretAccessKey, securityToken: SessionToken };
    const regions = await call(openApi("ecs", "2020-04-01", session), "DescribeRegions", { MaxResults: 2 });
    expect(regions.Result).toMatchObject({ Regions: [{}, {}], NextToken: "2" });

    emulator.accounts.rotate();
    const refused = await call(openApi("ecs", "2020-04-01", session), "DescribeRegions");
    expect(refused.ResponseMetadata.Error?.Code).toBe("InvalidSecretToken");
    const bare = await call(openApi("ecs", "2020-04-01", { ...session, securityToken: "" }), "DescribeRegions");
    expect(bare.ResponseMetadata.Error?.Code).toBe("InvalidSecretToken");
  });

  test("a wrong secret, a wrong key and a wrong service are refused", async () => {
    const wrong = await call(openApi("iam", "2018-01-01", { ...user, accessKeySecret: "wrong" }), "ListUsers");
    expect(wrong.ResponseMetadata.Error).toMatchObject({ Code: "SignatureDoesNotMatch", CodeN: 100_010 });
    const unknown = await call(openApi("iam", "2018-01-01", { ...user, accessKeyId: "AKLTnobody" }), "ListUsers");
    expect(unknown.ResponseMetadata.Error).toMatchObject({ Code: "InvalidAccessKey", CodeN: 100_009 });
    const elsewhere = await call(openApi("ecs", "2018-01-01", user), "ListUsers");
    expect(elsewhere.ResponseMetadata.Error).toMatchObject({ Code: "InvalidCredential" });
  });

  test("a clock that is off is refused", async () => {
    emulator.clock.advance(16 * 60_000);
    const answer = await call(openApi("iam", "2018-01-01", user), "ListUsers");
    expect(answer.ResponseMetadata.Error).toMatchObject({ Code: "InvalidTimestamp", CodeN: 100_006 });
  });
});

test("@volcengine/sdk-core: a client of another make is verified too", async () => {
  class ListUsers extends Command {
    constructor() {
      super({ Limit: 3 });
      this.requestConfig = {
        params: { Action: "ListUsers", Version: "2018-01-01" },
        method: "GET",
        serviceName: "iam",
        pathname: "/",
      };
    }
  }
  const client = new Client({
    accessKeyId: user.accessKeyId,
    secretAccessKey: user.accessKeySecret,
    region: "ap-southeast-1",
    host: emulator.byteplus.host,
    protocol: "http",
  });
  const answer = await client.send(new ListUsers());
  expect(answer).toMatchObject({ Result: { Total: 1, Limit: 3 } });
});

/** A call signed by hand, so that each piece can be wrong. */
async function sent(
  options: {
    readonly action?: string;
    readonly version?: string;
    readonly changes?: Record<string, string>;
    readonly target?: string;
  } = {},
): Promise<{ status: number; text: string; headers: Headers }> {
  const { action = "ListUsers", version = "2018-01-01" } = options;
  const date = new Date(emulator.clock.now()).toISOString().replace(/\.\d+|[-:]/g, "");
  const headers: [string, string][] = [
    ["host", emulator.byteplus.host],
    ["x-date", date],
  ];
  const scope = [date.slice(0, 8), "ap-southeast-1", "iam", "request"] as const;
  const canonical = volcCanonicalRequest({
    method: "GET",
    path: "/",
    items: [
      ["Action", action],
      ["Version", version],
    ],
    headers,
    payloadHash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  });
  const signature = volcSignature(user.accessKeySecret, date, scope, canonical);
  const authorization = `HMAC-SHA256 Credential=${user.accessKeyId}/${scope.join("/")}, SignedHeaders=host;x-date, Signature=${signature}`;
  const target = options.target ?? `/?Action=${action}&Version=${version}`;
  const response = await fetch(`${emulator.byteplus.url}${target}`, {
    headers: { "x-date": date, authorization, ...options.changes },
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

const codeOf = (text: string): unknown => JSON.parse(text).ResponseMetadata.Error.Code;

describe("the gateway's strictness", () => {
  test("accepts a call that is right", async () => expect(await sent()).toMatchObject({ status: 200 }));

  test.each<readonly [string, Parameters<typeof sent>[0], number, string]>([
    ["no signature", { changes: { authorization: "" } }, 401, "MissingAuthenticationToken"],
    ["a malformed signature", { changes: { authorization: "HMAC-SHA256 x" } }, 400, "InvalidAuthorization"],
    ["an unsigned token", { changes: { "x-security-token": "t" } }, 401, "SignatureDoesNotMatch"],
    ["any other unsigned x- header", { changes: { "x-top-account-id": "1" } }, 401, "SignatureDoesNotMatch"],
    ["an unsigned body hash", { changes: { "x-content-sha256": "0".repeat(64) } }, 401, "SignatureDoesNotMatch"],
    ["another date than was signed", { changes: { "x-date": "20200101T000000Z" } }, 400, "InvalidTimestamp"],
    [
      "a parameter that was not signed",
      { target: "/?Action=ListUsers&Version=2018-01-01&Limit=1" },
      401,
      "SignatureDoesNotMatch",
    ],
    ["an unknown action", { action: "ListUser" }, 404, "InvalidActionOrVersion"],
    ["another version", { version: "2020-01-01" }, 404, "InvalidActionOrVersion"],
  ])("%s is refused", async (_what, options, status, code) => {
    const answer = await sent(options);
    if (status === 401 && code === "InvalidSecretToken")
      expect(["InvalidSecretToken", "SignatureDoesNotMatch"]).toContain(codeOf(answer.text));
    else expect(codeOf(answer.text)).toBe(code);
    expect(answer.status).toBe(status);
  });
});

describe("failures on demand", () => {
  test("throttling with and without Retry-After", async () => {
    emulator.faults.failNext({
      service: "byteplus",
      status: 429,
      code: "FlowLimitExceeded",
      headers: { "Retry-After": "2" },
    });
    emulator.faults.failNext({ service: "byteplus", status: 429, code: "FlowLimitExceeded", after: 1 });
    const [first, second] = [await sent(), await sent()];
    expect([first.status, first.headers.get("retry-after")]).toEqual([429, "2"]);
    expect([second.status, second.headers.get("retry-after")]).toEqual([429, null]);
    expect(await sent()).toMatchObject({ status: 200 });
  });

  test("slow answers: a call waits until it is let go, and is answered then", async () => {
    const slow = emulator.faults.hang({ service: "byteplus" });
    const answer = sent();
    await slow.arrived;
    expect(emulator.calls.count("byteplus")).toBe(0);
    slow.release();
    expect(await answer).toMatchObject({ status: 200 });
    expect(emulator.calls.count("byteplus")).toBe(1);
  });

  test("flat errors and HTML errors", async () => {
    emulator.byteplus.errorForm = "flat";
    expect(JSON.parse((await sent({ action: "Nope" })).text)).toMatchObject({
      HTTPCode: 404,
      errorcode: "InvalidActionOrVersion",
    });
    emulator.byteplus.errorForm = "html";
    expect((await sent({ action: "Nope" })).text).toMatch(/^<html>/);
    await emulator.reset();
    expect(codeOf((await sent({ action: "Nope" })).text)).toBe("InvalidActionOrVersion");
  });
});

test("instance metadata: a token, the role's name, its session, and nothing without a token", async () => {
  const base = emulator.byteplusMetadata.url;
  const roles = `${base}/volcstack/latest/iam/security_credentials`;
  expect((await fetch(roles)).status).toBe(401);
  const asked = await fetch(`${base}/latest/api/token`, {
    method: "PUT",
    headers: { "x-volc-ecs-metadata-token-ttl-seconds": "60" },
  });
  const headers = { "x-volc-ecs-metadata-token": await asked.text() };
  expect(await (await fetch(`${roles}?type=user&format=json`, { headers })).json()).toEqual([]);
  emulator.byteplusMetadata.role = emulator.accounts.createRole({ name: "instance" });
  expect(await (await fetch(`${roles}?type=user&format=json`, { headers })).json()).toEqual(["instance"]);
  expect(await (await fetch(`${roles}/instance`, { headers })).json()).toMatchObject({
    AccessKeyId: expect.stringMatching(/^AKTP/),
  });
  expect((await fetch(`${roles}/other`, { headers })).status).toBe(404);
  emulator.clock.advance(61_000);
  expect((await fetch(roles, { headers })).status).toBe(401);
});
