import { describe, expect, it, test } from "vitest";
import { parseError } from "./parse-error.js";
import { MaxComputeTaskError } from "./task-error.js";

const xml = (code: string, message = "m"): string =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message><![CDATA[${message}]]></Message><RequestId>r</RequestId><HostId>h</HostId></Error>`;

describe("5.1 parsing", () => {
  it("reads XML and JSON alike", () => {
    const expected = {
      code: "ODPS-0420111: Project not found",
      odpsCode: "ODPS-0420111",
      message: "m & n",
      requestId: "r",
      hostId: "h",
      status: 400,
    };
    expect(
      parseError({ status: 400, headers: {}, body: xml("ODPS-0420111: Project not found", "m & n") }),
    ).toMatchObject(expected);
    const json = JSON.stringify({
      Code: "ODPS-0420111: Project not found",
      Message: "m & n",
      RequestId: "r",
      HostId: "h",
    });
    expect(parseError({ status: 400, headers: {}, body: new TextEncoder().encode(json) })).toMatchObject(expected);
  });

  it("keeps a composite code as it stands, and no line ends around it", () => {
    const code = "ODPS-0420411: Invalid argument - ";
    const read = (body: string): unknown => parseError({ status: 400, headers: {}, body }).code;
    expect(read(`<Error><Code>${code}</Code><Message>m</Message></Error>`)).toBe(code);
    expect(read(`<Error>\n  <Code>\n    ${code}\n  </Code>\n</Error>`)).toBe(code.trimEnd());
    expect(read(JSON.stringify({ Code: code }))).toBe(code);
    expect(read("<Error><Code> </Code><Message>m</Message></Error>")).toBeNull();
    expect(parseError({ status: 400, headers: {}, body: "<Error><Code> NoPermission </Code></Error>" }).kind).toBe(
      "forbidden",
    );
  });

  it("takes the code from the message and the request id from a header in any case", () => {
    const error = parseError({
      status: 400,
      headers: { "X-Odps-Request-Id": "q" },
      body: "<Error><Message>bad ODPS-0130131 here</Message></Error>",
    });
    expect(error).toMatchObject({ code: null, odpsCode: "ODPS-0130131", requestId: "q", hostId: null });
  });

  test.each([
    ["<html><p>x</p></html>", "<html><p>x</p></html>"],
    ["<Error><Foo>1</Foo></Error>", "<Error><Foo>1</Foo></Error>"],
    ["{}", "{}"],
    ["[1]", "[1]"],
    ["", "HTTP 502"],
    ["<Error><Code>x", "<Error><Code>x"],
    ["a".repeat(5000), "a".repeat(4096)],
    [
      `<!DOCTYPE x [<!ENTITY e "v">]><Error><Code>&e;</Code></Error>`,
      `<!DOCTYPE x [<!ENTITY e "v">]><Error><Code>&e;</Code></Error>`,
    ],
  ])("keeps an unknown form as it is", (body, message) => {
    expect(parseError({ status: 502, headers: {}, body })).toMatchObject({
      code: null,
      message,
      requestId: null,
      kind: "server",
    });
  });

  it("cuts a raw body between characters", () => {
    const { message } = parseError({ status: 502, headers: {}, body: `${"a".repeat(4095)}夏` });
    expect(message).toBe("a".repeat(4095));
  });

  test.each([
    ["7", 7000],
    ["0", 0],
    ["-3", 0],
    ["Thu, 01 Jan 2026 12:00:00 GMT", 5000],
    ["soon", 5000],
    ["1.5", 5000],
    [undefined, undefined],
  ])("Retry-After %s", (value, expected) => {
    expect(parseError({ status: 429, headers: { "Retry-After": value }, body: "" }).retryAfterMs).toBe(expected);
  });
});

describe("5.2 classes", () => {
  test.each([
    [400, "RequestTimeTooSkewd", "clock-skew", true, false],
    [500, "RequestTimeTooSkewed", "clock-skew", true, false],
    [400, "AuthenticationRequestExpired", "auth-expired", true, true],
    [400, "ODPS-0410031", "auth-expired", true, true],
    [429, "Whatever", "throttled", true, false],
    [400, "QPSExceeded", "throttled", true, false],
    [503, "FlowExceeded", "throttled", true, false],
    [401, "Whatever", "auth-invalid", false, true],
    [400, "SignatureNotMatch", "auth-invalid", false, true],
    [400, "ODPS-0410042: Invalid signature value", "auth-invalid", false, true],
    [400, "ODPS-0410051", "auth-invalid", false, true],
    [403, "Whatever", "forbidden", false, false],
    [400, "NoPermission", "forbidden", false, false],
    [400, "ODPS-0130013", "forbidden", false, false],
    [404, "NoSuchTable", "not-found", false, false],
    [409, "InstanceConflict", "conflict", false, false],
    [500, "ODPS-0010000", "server", true, false],
    [400, "ODPS-0130161", "client", false, false],
  ])("%i %s is %s", (status, code, kind, retryIdempotent, refreshCredentials) => {
    expect(parseError({ status, headers: {}, body: xml(code) })).toMatchObject({
      kind,
      retryIdempotent,
      refreshCredentials,
    });
  });

  it("reads the server's time from a clock error", () => {
    const message =
      "ODPS-0410031:Authentication request expired - the expire time interval exceeds the max limitation: 900000, max_interval_date:900000,expire_date:2018-01-20T16:20:17.012Z,now_date:2018-01-20T19:20:09.034Z";
    expect(parseError({ status: 500, headers: {}, body: xml("RequestTimeTooSkewd", message) })).toMatchObject({
      kind: "clock-skew",
      maxIntervalMs: 900_000,
      serverTime: "2018-01-20T19:20:09.034Z",
    });
    expect(parseError({ status: 500, headers: {}, body: xml("RequestTimeTooSkewed", "no") })).toMatchObject({
      maxIntervalMs: null,
      serverTime: null,
    });
  });
});

describe("4.4 task errors", () => {
  const fields = { taskName: "t", status: "FAILED", instanceId: "i" } as const;

  it("has the code and the place", () => {
    expect(new MaxComputeTaskError({ ...fields, content: "ODPS-0130131:[1,15] Table not found - x" })).toMatchObject({
      code: "ODPS-0130131",
      odpsCode: "ODPS-0130131",
      line: 1,
      column: 15,
      taskName: "t",
      instanceId: "i",
    });
  });

  it("does without either", () => {
    expect(new MaxComputeTaskError({ ...fields, content: "FAILED: ODPS-0123055:Script error" })).not.toHaveProperty(
      "line",
    );
    expect(new MaxComputeTaskError({ ...fields, content: "" })).toMatchObject({
      code: null,
      message: "task t of instance i ended as FAILED",
    });
  });
});
