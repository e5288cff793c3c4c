import { describe, expect, it, test } from "vitest";
import { scriptedHost } from "@credport/testing";
import { loadOdpsIni, optionsFromConfig } from "./client-options-from.js";
import { normalizeEndpoint } from "./endpoint.js";
import { endpointsFor, regionFromEndpoint } from "./endpoints-for.js";
import { accountFromEnvironment, environmentDefaults } from "./environment.js";
import { parseDsn } from "./parse-dsn.js";

describe("3.4 endpoints", () => {
  test.each([
    ["public", "https://service.cn-hangzhou.maxcompute.aliyun.com/api", "https://dt.cn-hangzhou.maxcompute.aliyun.com"],
    [
      "vpc",
      "https://service.cn-hangzhou-vpc.maxcompute.aliyun-inc.com/api",
      "https://dt.cn-hangzhou-vpc.maxcompute.aliyun-inc.com",
    ],
    [
      "intranet",
      "https://service.cn-hangzhou-intranet.maxcompute.aliyun-inc.com/api",
      "https://dt.cn-hangzhou-intranet.maxcompute.aliyun-inc.com",
    ],
  ] as const)("%s", (network, service, tunnel) => {
    expect(endpointsFor({ region: "cn-hangzhou", network })).toEqual({ service, tunnel });
    expect(regionFromEndpoint(service)).toBe("cn-hangzhou");
  });

  test.each([
    ["http://service.cn-beijing-internal.odps.aliyun-inc.com/api", "cn-beijing"],
    ["http://service.odps.aliyun.com/api", null],
    ["http://service.cn.maxcompute.aliyun.com/api", null],
    ["http://10.0.0.1/api", null],
    ["https://service.cn-x.maxcompute.aliyun.com.evil.com/api", null],
    ["nonsense", null],
  ])("region of %s", (url, region) => {
    expect(regionFromEndpoint(url)).toBe(region);
  });

  it("refuses what is no region", () => {
    for (const region of ["", "a/b", "a.b", "CN"])
      expect(() => endpointsFor({ region })).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }));
  });

  it("takes trailing slashes off and refuses what cannot be an endpoint", () => {
    expect(normalizeEndpoint("https://h:8080/api///")).toBe("https://h:8080/api");
    for (const endpoint of ["h/api", "ftp://h", "https://u:p@h", "https://h?x=1", "https://h#x"]) {
      expect(() => normalizeEndpoint(endpoint)).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }));
    }
  });
});

describe("1.4 environment", () => {
  const reader = (values: Record<string, string>) => (name: string) => values[name];
  const keys = { ALIBABA_CLOUD_ACCESS_KEY_ID: "id", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "secret" };

  it("has an account only with both parts, a session's only with a token that is not empty", () => {
    expect(accountFromEnvironment(reader(keys))?.type).toBe("aliyun");
    expect(accountFromEnvironment(reader({ ...keys, ALIBABA_CLOUD_SECURITY_TOKEN: "" }))?.type).toBe("aliyun");
    expect(
      accountFromEnvironment(reader({ ...keys, ALIBABA_CLOUD_SECURITY_TOKEN: "t" }), { region: "cn-x" }),
    ).toMatchObject({ type: "sts", region: "cn-x" });
    expect(accountFromEnvironment(reader({ ALIBABA_CLOUD_ACCESS_KEY_ID: "id" }))).toBeUndefined();
    expect(accountFromEnvironment(reader({ ...keys, ALIBABA_CLOUD_ACCESS_KEY_ID: "" }))).toBeUndefined();
  });

  it("prefers ODPS_ENDPOINT to odps_endpoint", () => {
    expect(environmentDefaults(reader({ odps_endpoint: "b" })).endpoint).toBe("b");
    expect(
      environmentDefaults(
        reader({
          odps_endpoint: "b",
          ODPS_ENDPOINT: "a",
          ODPS_PROJECT_NAME: "p",
          ODPS_REGION_NAME: "r",
          ODPS_TUNNEL_ENDPOINT: "t",
          ODPS_LOGVIEW_HOST: "l",
        }),
      ),
    ).toEqual({
      endpoint: "a",
      project: "p",
      region: "r",
      tunnelEndpoint: "t",
      logviewHost: "l",
    });
  });
});

describe("3.2 DSN", () => {
  it("reads all of it", () => {
    expect(
      parseDsn(
        "https://i%2Fd:k%3Dy@h:8080/api?project=p&stsToken=t&tcpConnectionTimeout=5&httpTimeout=60&tunnelEndpoint=https%3A%2F%2Fdt&tunnelQuotaName=q&enableLogview=1&odps.x=1",
      ),
    ).toEqual({
      accessId: "i/d",
      accessKey: "k=y",
      stsToken: "t",
      endpoint: "https://h:8080/api",
      project: "p",
      tcpConnectionTimeoutMs: 5_000,
      httpTimeoutMs: 60_000,
      tunnelEndpoint: "https://dt",
      tunnelQuotaName: "q",
      hints: { "odps.x": "1" },
      others: { enableLogview: "1" },
      accountType: "sts",
    });
  });

  it("takes what it lacks from the environment, and needs a project", () => {
    const env: Record<string, string> = {
      ALIBABA_CLOUD_ACCESS_KEY_ID: "id",
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: "key",
      ALIBABA_CLOUD_SECURITY_TOKEN: "t",
    };
    expect(parseDsn("http://h/api?project=p", (name) => env[name])).toMatchObject({
      accessId: "id",
      accessKey: "key",
      stsToken: "t",
      accountType: "sts",
    });
    expect(() => parseDsn("http://h/api")).toThrow(expect.objectContaining({ code: "MISSING_KEY", key: "project" }));
    for (const dsn of ["nonsense", "ftp://h?project=p", "http://%zz@h?project=p"])
      expect(() => parseDsn(dsn)).toThrow(expect.objectContaining({ code: "INVALID_VALUE" }));
  });
});

describe("3.1 from a file to a client", () => {
  it("passes on every setting, the token included (conflicts 1 and 16)", async () => {
    const host = scriptedHost({
      files: {
        "/config.ini":
          "[odps]\naccess_id = id\naccess_key = key\nsts_token = t\nendpoint = https://h/api\nproject = p\nhttp_timeout = 9\ntunnel_endpoint = https://dt\nhints.a = 1\n",
      },
    });
    const options = optionsFromConfig(await loadOdpsIni("/config.ini", { host }), {
      region: "cn-x",
      schema: "s",
      logviewHost: "https://l",
    });
    expect(options.account.type).toBe("sts");
    expect(options).toMatchObject({
      endpoint: "https://h/api",
      project: "p",
      region: "cn-x",
      schema: "s",
      logviewHost: "https://l",
      connectTimeout: 30_000,
      requestTimeout: 9_000,
      tunnelEndpoint: "https://dt",
      tunnelQuotaName: undefined,
      hints: { a: "1" },
    });
  });

  it("refuses empty keys at the account", () => {
    const text = "http://h/api?project=p";
    expect(() => optionsFromConfig(parseDsn(text))).toThrow(expect.objectContaining({ code: "INVALID_CREDENTIAL" }));
  });
});
