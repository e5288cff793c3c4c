import { createProvider } from "@credport/core";
import {
  assertNoCanary,
  canary,
  drive,
  issueSessions,
  networkError,
  scriptedHost,
  scriptedSource,
  testSession,
  type RecordedRequest,
  type ScriptedHost,
  type ScriptedResponse,
} from "@credport/testing";
import { describe, expect, test, vi } from "vitest";
import { formOf, queryOf } from "../../test/support/answers.js";
import { failureOf } from "../../test/support/failure-of.js";
import { sha256, signAcs3 } from "../signing/acs3-signature.js";
import { signRpc } from "../signing/rpc-signature.js";
import { accessKey } from "../sources/access-key.js";
import { bearer } from "../sources/bearer.js";
import { OpenApiClient, type OpenApiClientOptions } from "./open-api-client.js";
import { OpenApiError } from "./open-api-error.js";

const pair = { accessKeyId: "LTAIid", accessKeySecret: canary.accessKeySecret };
const regions = { Regions: { Region: [{ RegionId: "cn-hangzhou" }] }, RequestId: "R-1" };
const ecs = { endpoint: "ecs.cn-beijing.aliyuncs.com", version: "2014-05-26" };

function clientOn(host: ScriptedHost, options: Partial<OpenApiClientOptions> = {}): OpenApiClient {
  return new OpenApiClient({ provider: createProvider(accessKey(pair), { host }), ...ecs, host, ...options });
}

/** A host that answers the attempts in turn, the last one for good. */
function answering(...answers: ((request: RecordedRequest) => ScriptedResponse)[]): ScriptedHost {
  const host = scriptedHost();
  let index = 0;
  host.onRequest((request) => {
    const answer = answers[Math.min(index, answers.length - 1)];
    index += 1;
    return answer?.(request) ?? {};
  });
  return host;
}

const ok = (): ScriptedResponse => ({ body: regions });
const refuse = (status: number, Code: string) => (): ScriptedResponse => ({
  status,
  body: { Code, Message: canary.accessKeySecret, RequestId: "R-9" },
});
const unreachable = (): never => {
  throw networkError("ecs");
};

async function refusal(run: Promise<unknown>): Promise<OpenApiError> {
  try {
    await run;
  } catch (error) {
    if (error instanceof OpenApiError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("12.2: styles", () => {
  test("RPC style under ACS3: path /, parameters flattened into the query, action and version in headers", async () => {
    const host = answering(ok);
    const answer = await clientOn(host).call({
      action: "DescribeRegions",
      query: {
        AcceptLanguage: "zh CN*~",
        Tag: [{ Key: "a", Value: 1 }, { Key: "b" }],
        Filter: { On: true, Off: null },
        Gone: undefined,
      },
    });
    expect(answer).toMatchObject({ httpStatus: 200, requestId: "R-1", body: regions });
    const [request] = host.requests;
    expect(request?.method).toBe("POST");
    expect(request?.url.pathname).toBe("/");
    expect(request?.url.search).toBe(
      "?AcceptLanguage=zh%20CN%2A~&Filter.On=true&Tag.1.Key=a&Tag.1.Value=1&Tag.2.Key=b",
    );
    const { authorization = "", ...headers } = request?.headers ?? {};
    expect(headers).toMatchObject({
      host: ecs.endpoint,
      accept: "application/json",
      "x-acs-action": "DescribeRegions",
      "x-acs-version": ecs.version,
      "x-acs-date": "2026-01-01T12:00:00Z",
      "x-acs-content-sha256": sha256(""),
      "x-acs-credentials-provider": "static_ak",
    });
    expect(headers["x-acs-signature-nonce"]).toMatch(/^[0-9a-f]{32}$/);
    expect(headers).not.toHaveProperty("x-acs-security-token");
    const signed = signAcs3({
      method: "POST",
      path: "/",
      query: queryOf(request),
      headers,
      bodyHash: sha256(""),
      ...pair,
    });
    expect(authorization).toBe(signed.authorization);
  });

  test("ROA style: method, path and JSON body of its own, the same headers", async () => {
    const host = answering(() => ({ body: "" }));
    const body = { k: "值" };
    const answer = await clientOn(host).call({
      action: "ModifyTags",
      method: "put",
      path: "/clusters/c%20%2B1/(tags)",
      query: { B: "" },
      json: body,
    });
    expect(answer.body).toBeUndefined();
    const [request] = host.requests;
    expect(request).toMatchObject({ method: "PUT", body: JSON.stringify(body) });
    expect(request?.url.pathname).toBe("/clusters/c%20%2B1/%28tags%29");
    expect(request?.url.search).toBe("?B=");
    expect(request?.headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "x-acs-content-sha256": sha256(JSON.stringify(body)),
    });
    expect(request?.headers["authorization"]).toContain("SignedHeaders=content-type;host;x-acs-action;");
  });

  test.each(["GET", "POST"])(
    "the RPC signature covers %s, query and form; action and version in the query",
    async (method) => {
      const host = answering(ok);
      await clientOn(host, { signature: "rpc" }).call({
        action: "DescribeRegions",
        method,
        query: { A: "1" },
        ...(method === "POST" ? { form: { B: ["x y"] } } : {}),
      });
      const [request] = host.requests;
      const { Signature, ...query } = queryOf(request);
      expect(query).toMatchObject({
        Action: "DescribeRegions",
        Version: ecs.version,
        Format: "JSON",
        A: "1",
        AccessKeyId: "LTAIid",
        SignatureMethod: "HMAC-SHA1",
        SignatureVersion: "1.0",
      });
      const form = method === "POST" ? formOf(request) : {};
      expect(Signature).toBe(
        signRpc({ method, parameters: { ...query, ...form }, accessKeySecret: pair.accessKeySecret }).signature,
      );
      if (method === "POST") expect(request?.body).toBe("B.1=x%20y");
    },
  );

  test("a session sends its token, in headers or in the query", async () => {
    const host = answering(ok);
    const session = testSession(1);
    const provider = createProvider(scriptedSource(session), { host });
    await clientOn(host, { provider }).call({ action: "A" });
    await clientOn(host, { provider, signature: "rpc" }).call({ action: "A" });
    expect(host.requests[0]?.headers).toMatchObject({
      "x-acs-accesskey-id": session.accessKeyId,
      "x-acs-security-token": session.securityToken,
    });
    expect(queryOf(host.requests[1])["SecurityToken"]).toBe(session.securityToken);
  });

  test("bearer: no Authorization; the type in the query (RPC) or a header (ROA)", async () => {
    const host = answering(ok);
    const provider = createProvider(bearer({ bearerToken: canary.bearerToken }), { host });
    const client = new OpenApiClient({ provider, ...ecs, host });
    await client.call({ action: "GetInstance" });
    await client.call({ action: "GetInstance", path: "/instances" });
    const [rpc, roa] = host.requests;
    for (const request of [rpc, roa]) {
      expect(request?.headers).not.toHaveProperty("authorization");
      expect(request?.headers).toMatchObject({
        "x-acs-bearer-token": canary.bearerToken,
        "x-acs-action": "GetInstance",
      });
    }
    expect(queryOf(rpc)).toEqual({ SignatureType: "BEARERTOKEN" });
    expect(roa?.headers["x-acs-signature-type"]).toBe("BEARERTOKEN");
    expect(roa?.method).toBe("GET");
  });
});

describe("12.2: errors", () => {
  test.each<[string, ScriptedResponse, object]>([
    [
      "JSON",
      { status: 404, body: { Code: "InvalidRegionId.NotFound", Message: "m", RequestId: "R-9" } },
      { code: "InvalidRegionId.NotFound", requestId: "R-9", httpStatus: 404 },
    ],
    [
      "lower-case first letters",
      { status: 400, body: { code: "Bad", message: "m", requestId: "R-9" } },
      { code: "Bad", requestId: "R-9" },
    ],
    [
      "XML",
      {
        status: 403,
        body: "<?xml version='1.0'?><Error><RequestId>R-9</RequestId><Code>Forbidden.RAM</Code><Message>m</Message></Error>",
      },
      { code: "Forbidden.RAM", requestId: "R-9" },
    ],
    [
      "nothing",
      { status: 302, headers: { "x-acs-request-id": "R-9" } },
      { code: "HttpStatus302", requestId: "R-9", httpStatus: 302 },
    ],
    [
      "a request id that is none",
      { status: 500, headers: { "x-acs-request-id": "<R 9>" } },
      { code: "HttpStatus500", requestId: undefined },
    ],
    ["a success that is no JSON", { status: 200, body: "<html>" }, { code: "MalformedResponse", httpStatus: 200 }],
  ])("%s: code, request id and status; the body stays out", async (_what, answer, expected) => {
    const error = await refusal(clientOn(answering(() => answer)).call({ action: "DescribeRegions" }));
    expect(error).toMatchObject(expected);
    expect(error.message).toContain("DescribeRegions");
    expect(error.message).toContain(String(answer.status));
  });

  test("no canary in any error", async () => {
    for (const answer of [
      refuse(403, "NoPermission"),
      refuse(403, `<${canary.accessKeySecret}>`),
      () => ({ status: 500, body: canary.accessKeySecret }),
    ]) {
      const error = await refusal(
        drive(answering(ok), clientOn(answering(answer), { maxAttempts: 1 }).call({ action: "A" })),
      );
      assertNoCanary(error);
    }
  });
});

describe("12.2: retries", () => {
  async function attempts(method: string, ...answers: (() => ScriptedResponse)[]): Promise<number> {
    const host = answering(...answers);
    await drive(
      host,
      clientOn(host)
        .call({ action: "A", method })
        .catch(() => undefined),
    );
    return host.requests.length;
  }

  test.each<[string, string, (() => ScriptedResponse)[], number]>([
    ["5xx, idempotent", "GET", [refuse(503, "ServiceUnavailable"), ok], 2],
    ["5xx for good", "PUT", [refuse(500, "InternalError")], 3],
    ["5xx, not idempotent", "POST", [refuse(503, "ServiceUnavailable"), ok], 1],
    ["throttling at 400", "POST", [refuse(400, "Throttling.User"), refuse(400, "Throttling"), ok], 3],
    ["429", "POST", [refuse(429, "TooMany"), ok], 2],
    ["other 4xx", "GET", [refuse(404, "NotFound"), ok], 1],
    ["a network error, idempotent", "DELETE", [unreachable, ok], 2],
    ["a network error after sending, not idempotent", "POST", [unreachable, ok], 1],
    [
      "a connection that never came about, not idempotent",
      "POST",
      [
        (): never => {
          throw networkError("ecs").with({ cause: Object.assign(new Error("ECONNREFUSED"), { requestSent: false }) });
        },
        ok,
      ],
      2,
    ],
    ["SignatureDoesNotMatch", "GET", [refuse(400, "SignatureDoesNotMatch"), ok], 1],
    ["Forbidden", "GET", [refuse(403, "Forbidden.RAM"), ok], 1],
  ])("%s", async (_what, method, answers, expected) => {
    expect(await attempts(method, ...answers)).toBe(expected);
  });

  test("each attempt has its own date and nonce; full jitter between them, half of 100 ms and of 200 ms here", async () => {
    const host = answering(refuse(503, "x"), refuse(503, "x"), ok);
    const call = clientOn(host).call({ action: "A", method: "GET" });
    const sent: number[] = [];
    for (const wait of [49, 1, 99, 1]) {
      await host.clock.advance(wait);
      sent.push(host.requests.length);
    }
    await call;
    expect(sent).toEqual([1, 2, 2, 3]);
    expect(new Set(host.requests.map(({ headers }) => headers["x-acs-signature-nonce"])).size).toBe(3);
  });

  test("each attempt is signed with what the provider has then", async () => {
    const source = scriptedSource(issueSessions(3_600_000));
    const host = scriptedHost();
    const provider = createProvider(source, { host });
    host.onRequest(async () => {
      await provider.getCredentials({ refresh: "force" });
      return { status: 503 };
    });
    await drive(
      host,
      clientOn(host, { provider })
        .call({ action: "A", method: "GET" })
        .catch(() => undefined),
    );
    const keys = host.requests.map(({ headers }) => headers["x-acs-accesskey-id"]);
    expect(keys).toEqual(["STS.test1", "STS.test2", "STS.test2"]);
  });

  test("the ceiling of the waits doubles from 100 ms to 20 s", async () => {
    const host = scriptedHost({ random: 1 });
    const sentAt: number[] = [];
    host.onRequest(() => {
      sentAt.push(host.now());
      return { status: 500 };
    });
    const call = clientOn(host, { maxAttempts: 11 }).call({ action: "A", method: "GET" });
    const failed = call.catch((error: unknown) => error);
    for (let second = 0; second < 100; second += 1) await host.clock.advance(1_000);
    expect(await failed).toBeInstanceOf(OpenApiError);
    const waits = sentAt.slice(1).map((at, index) => at - (sentAt[index] ?? 0));
    expect(waits).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 20_000, 20_000]);
  });

  test.each([
    ["in lower case", { code: "Throttling.Api" }],
    ["in XML", "<?xml version='1.0'?>\n<Error>\n <Code>Throttling</Code>\n</Error>"],
    ["inside another code", { Code: "Request.Throttling.User" }],
  ])("throttling is told %s, at any status", async (_what, body) => {
    for (const status of [400, 403, 503]) {
      const host = answering(() => ({ status, body }), ok);
      await drive(host, clientOn(host).call({ action: "A", method: "POST" }));
      expect(host.requests).toHaveLength(2);
    }
  });

  test("a time-out is a broken connection: repeated where the method is idempotent", async () => {
    for (const [method, requests] of [
      ["GET", 3],
      ["POST", 1],
    ] as const) {
      const host = scriptedHost();
      host.onRequest(() => new Promise(() => undefined));
      const failed = drive(
        host,
        clientOn(host)
          .call({ action: "A", method })
          .catch((error: unknown) => error),
      );
      expect(await failed).toMatchObject({ code: "TIMEOUT" });
      expect(host.requests).toHaveLength(requests);
    }
  });

  test("Retry-After is honoured, a date too", async () => {
    const host = answering(() => ({ status: 429, headers: { "retry-after": "Thu, 01 Jan 2026 12:00:30 GMT" } }), ok);
    const call = clientOn(host).call({ action: "A", method: "POST" });
    await host.clock.advance(29_999);
    expect(host.requests).toHaveLength(1);
    await host.clock.advance(1);
    await call;
    expect(host.requests).toHaveLength(2);
  });

  test("Retry-After is honoured", async () => {
    const host = answering(() => ({ status: 503, headers: { "retry-after": "30" } }), ok);
    const call = clientOn(host).call({ action: "A", method: "GET" });
    await host.clock.advance(29_999);
    expect(host.requests).toHaveLength(1);
    await host.clock.advance(1);
    await call;
    expect(host.requests).toHaveLength(2);
  });

  test("an abort ends the wait between attempts", async () => {
    const host = answering(refuse(503, "x"));
    const controller = new AbortController();
    const call = clientOn(host).call({ action: "A", method: "GET", signal: controller.signal });
    const failed = call.catch((error: unknown) => error);
    await host.clock.advance(1);
    controller.abort(new Error("enough"));
    expect(await failed).toMatchObject({ name: "CredentialsError", code: "ABORTED", cause: { message: "enough" } });
    expect(host.requests).toHaveLength(1);
  });

  test("the process stays alive for the wait between attempts, which a caller awaits", async () => {
    const host = answering(refuse(503, "x"), ok);
    const sleep = vi.spyOn(host, "sleep");
    await drive(host, clientOn(host).call({ action: "A", method: "GET" }));
    expect(sleep.mock.calls).toEqual([[expect.any(Number), expect.objectContaining({ holdsProcess: true })]]);
  });
});

describe("12.2: dead credentials", () => {
  const dead = [
    "InvalidSecurityToken.Expired",
    "InvalidSecurityToken.Malformed",
    "InvalidSecurityToken.MismatchWithAccessKey",
  ];
  const deadKey = ["InvalidAccessKeyId.NotFound", "InvalidAccessKeyId.Inactive"];

  test.each([...dead, ...deadKey])("%s of a session: invalidated, loaded and tried once more", async (code) => {
    const host = answering(refuse(403, code), ok);
    const source = scriptedSource(issueSessions(3_600_000));
    await clientOn(host, { provider: createProvider(source, { host }) }).call({ action: "A", method: "POST" });
    expect(source.loads).toBe(2);
    expect(host.requests.map(({ headers }) => headers["x-acs-accesskey-id"])).toEqual(["STS.test1", "STS.test2"]);
  });

  test("the retry is the only one: a second refusal is the call's", async () => {
    const host = answering(refuse(403, "InvalidSecurityToken.Expired"));
    const provider = createProvider(scriptedSource(issueSessions(3_600_000)), { host });
    const error = await refusal(clientOn(host, { provider }).call({ action: "A", method: "GET" }));
    expect(error).toMatchObject({ code: "InvalidSecurityToken.Expired", isDeadCredential: true });
    expect(host.requests).toHaveLength(2);
  });

  test.each([
    "NoPermission",
    "Forbidden.RAM",
    "Forbidden",
    "SignatureDoesNotMatch",
    "InvalidSecurityToken",
    "MissingSecurityToken",
  ])("%s of a session is final: nothing is invalidated", async (code) => {
    const host = answering(refuse(403, code), ok);
    const source = scriptedSource(issueSessions(3_600_000));
    await refusal(clientOn(host, { provider: createProvider(source, { host }) }).call({ action: "A", method: "GET" }));
    expect([source.loads, host.requests.length]).toEqual([1, 1]);
  });

  test.each(deadKey)("%s of a permanent key is final", async (code) => {
    const host = answering(refuse(404, code), ok);
    await refusal(clientOn(host).call({ action: "A" }));
    expect(host.requests).toHaveLength(1);
  });
});

describe("options", () => {
  test.each<[string, object]>([
    ["endpoint", { endpoint: "" }],
    ["endpoint", { endpoint: "a/b" }],
    ["version", { version: "" }],
    ["provider", { provider: undefined }],
    ["maxAttempts", { maxAttempts: -1 }],
    ["signature", { signature: "v4" }],
    ["retries", { retries: 3 }],
  ])("a wrong %s is CONFIG_INVALID", async (option, options) => {
    const error = await failureOf(() => clientOn(scriptedHost(), options));
    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.message).toContain(option);
  });

  test.each<[string, object]>([
    ["action", { action: "" }],
    ["path", { action: "A", path: "no-slash" }],
    ["form", { action: "A", form: {}, json: {} }],
    ["json", { json: { count: 1n } }],
    ["json", { json: () => 1 }],
  ])("a call with a wrong %s is CONFIG_INVALID", async (option, call) => {
    const error = await failureOf(() => clientOn(answering(ok)).call({ action: "A", ...call }));
    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.message).toContain(option);
  });

  test("ROA needs ACS3; limits and proxy reach the host", async () => {
    const host = answering(ok);
    expect(
      (await failureOf(() => clientOn(host, { signature: "rpc" }).call({ action: "A", path: "/" }))).message,
    ).toContain("path");
    await clientOn(host, { timeout: 7, connectTimeout: 8, proxy: "http://p:1" }).call({ action: "A" });
    expect(host.requests[0]?.original).toMatchObject({ readTimeout: 7, connectTimeout: 8, proxy: "http://p:1" });
  });
});
