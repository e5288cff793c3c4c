import { canary, scriptedHost, sourceConformance } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { failureOf, load, loadFailure, unavailableReason } from "../../test/support/failure-of.js";
import { accessKey } from "./access-key.js";
import { bearer } from "./bearer.js";
import { environment } from "./environment.js";
import { sts } from "./sts.js";

const pair = { accessKeyId: "LTAIid", accessKeySecret: canary.accessKeySecret };
const triple = { ...pair, securityToken: canary.securityToken };
const pairVariables = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAIenv",
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: canary.accessKeySecret,
};
const tripleVariables = { ...pairVariables, ALIBABA_CLOUD_SECURITY_TOKEN: canary.securityToken };
const half = { accessKeyId: "LTAIid", accessKeySecret: "" };

sourceConformance({
  name: "static_ak",
  working: () => ({ source: accessKey(), host: scriptedHost({ env: pairVariables }) }),
  unconfigured: () => ({ source: accessKey(), host: scriptedHost() }),
});
sourceConformance({
  name: "static_sts",
  working: () => ({ source: sts(triple), host: scriptedHost() }),
  unconfigured: () => ({ source: sts(), host: scriptedHost({ env: pairVariables }) }),
});
sourceConformance({
  name: "env",
  working: () => ({ source: environment(), host: scriptedHost({ env: tripleVariables }) }),
  unconfigured: () => ({ source: environment(), host: scriptedHost() }),
});
sourceConformance({
  name: "bearer",
  working: () => ({ source: bearer({ bearerToken: canary.bearerToken }), host: scriptedHost() }),
});

describe("1.1 and 1.2: access_key", () => {
  test("explicit: known at once, named static_ak, no token", async () => {
    const source = accessKey(pair);
    expect(source.fixed?.accessKeyId).toBe("LTAIid");
    const credentials = await load(source, scriptedHost({ env: tripleVariables }));
    expect(credentials).toMatchObject({ type: "access_key", identity: { source: "static_ak" } });
    expect(credentials.accessKeySecret).toBe(canary.accessKeySecret);
  });

  test("from the environment, at each load, when absent or empty", async () => {
    const source = accessKey({ accessKeyId: "", accessKeySecret: undefined });
    const host = scriptedHost({ env: tripleVariables });
    const credentials = await load(source, host);
    expect(credentials).toMatchObject({ type: "access_key", accessKeyId: "LTAIenv" });
    host.environment.set("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAInew");
    expect((await load(source, host)).accessKeyId).toBe("LTAInew");
  });

  test.each([
    ["accessKeySecret", { accessKeyId: "LTAIid" }],
    ["accessKeySecret", half],
    ["accessKeyId", { accessKeySecret: canary.accessKeySecret }],
  ])("pair atomicity: a missing %s is CONFIG_INVALID at construction, naming its variable", async (option, options) => {
    const error = await failureOf(() => accessKey(options));
    expect(error).toMatchObject({ code: "CONFIG_INVALID", permanent: true });
    expect(error.message).toContain(option);
    expect(error.message).toContain(
      option === "accessKeyId" ? "ALIBABA_CLOUD_ACCESS_KEY_ID" : "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    );
    expect(error.message).not.toContain(canary.accessKeySecret);
  });

  test.each([
    ["accessKeyId", "ALIBABA_CLOUD_ACCESS_KEY_ID", {}],
    ["accessKeySecret", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", { ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAIenv" }],
  ])("10: nowhere: CONFIG_INVALID names %s and %s", async (option, variable, env) => {
    const error = await loadFailure(accessKey(), scriptedHost({ env }));
    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.message).toContain(option);
    expect(error.message).toContain(variable);
  });

  test("1.2: an option it does not take, and one of the wrong kind, are CONFIG_INVALID by name; undefined is absent", async () => {
    const withToken = { ...pair, securityToken: "t" };
    expect((await failureOf(() => accessKey(withToken))).message).toContain("securityToken");
    const number = { ...pair, accessKeyId: 7 };
    // @ts-expect-error a caller without types
    expect((await failureOf(() => accessKey(number))).message).toContain("accessKeyId");
    const inert = { ...pair, roleArn: undefined, durationSeconds: 900, enableIMDSv2: true, metadataTokenDuration: 1 };
    expect(accessKey(inert).name).toBe("static_ak");
  });
});

describe("1.1 and 1.2: sts", () => {
  test("explicit and from the environment", async () => {
    expect(await load(sts(triple), scriptedHost())).toMatchObject({ type: "sts", identity: { source: "static_sts" } });
    const credentials = await load(sts(), scriptedHost({ env: tripleVariables }));
    expect(credentials.securityToken).toBe(canary.securityToken);
  });

  test("an explicit pair needs an explicit token, an explicit token a pair", async () => {
    expect((await failureOf(() => sts(pair))).message).toContain("ALIBABA_CLOUD_SECURITY_TOKEN");
    expect((await failureOf(() => sts({ securityToken: canary.securityToken }))).message).toContain("accessKeyId");
  });

  test("without a token in the environment: CONFIG_INVALID names it", async () => {
    const error = await loadFailure(sts(), scriptedHost({ env: pairVariables }));
    expect(error).toMatchObject({ code: "CONFIG_INVALID" });
    expect(error.message).toContain("securityToken");
  });
});

describe("3.2: env", () => {
  test("the token is optional, the name env either way", async () => {
    expect(await load(environment(), scriptedHost({ env: pairVariables }))).toMatchObject({
      type: "access_key",
      identity: { source: "env" },
    });
    expect(await load(environment(), scriptedHost({ env: tripleVariables }))).toMatchObject({
      type: "sts",
      identity: { source: "env" },
    });
  });

  test("10: NOT_CONFIGURED says of each variable whether it is set", async () => {
    const host = scriptedHost({ env: { ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAIenv", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "" } });
    const reason = "ALIBABA_CLOUD_ACCESS_KEY_ID is set, ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set";
    expect(await unavailableReason(environment(), host)).toBe(reason);
    expect(await loadFailure(environment(), host)).toMatchObject({ code: "NOT_CONFIGURED", message: reason });
  });
});

describe("1.1: bearer", () => {
  test("is known at once and named bearer", () => {
    const { fixed, name } = bearer({ bearerToken: canary.bearerToken });
    expect(name).toBe("bearer");
    expect(fixed).toMatchObject({ type: "bearer", identity: { source: "bearer" } });
    expect(fixed?.bearerToken).toBe(canary.bearerToken);
  });

  test.each([undefined, ""])("1.2: an empty token (%j) is CONFIG_INVALID at construction", async (bearerToken) => {
    const error = await failureOf(() => bearer({ bearerToken }));
    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.message).toContain("bearerToken");
  });
});
