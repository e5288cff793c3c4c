import { canary, scriptedHost, sourceConformance, type ScriptedHost, type ScriptedResponse } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { formOf, queryOf, roleAnswer } from "../../test/support/answers.js";
import { failureOf, load, loadFailure, unavailableReason } from "../../test/support/failure-of.js";
import { oidcRoleArn } from "./oidc-role-arn.js";

const path = "/var/run/token";
const options = {
  roleArn: "acs:ram::12:role/pod",
  oidcProviderArn: "acs:ram::12:oidc-provider/ack",
  oidcTokenFilePath: path,
};
const variables = {
  ALIBABA_CLOUD_ROLE_ARN: options.roleArn,
  ALIBABA_CLOUD_OIDC_PROVIDER_ARN: options.oidcProviderArn,
  ALIBABA_CLOUD_OIDC_TOKEN_FILE: path,
};

function podHost(answer: ScriptedResponse = { body: roleAnswer }, env: Record<string, string> = {}): ScriptedHost {
  const host = scriptedHost({ env, files: { [path]: `\n ${canary.bearerToken}\r\n` } });
  host.onRequest(() => answer);
  return host;
}

/** A host whose token file is blank. */
function blankHost(): ScriptedHost {
  const host = podHost();
  host.files.write(path, " \n");
  return host;
}

sourceConformance({
  name: "oidc_role_arn",
  working: () => ({ source: oidcRoleArn(options), host: podHost() }),
  unconfigured: () => ({ source: oidcRoleArn(), host: podHost() }),
  failing: {
    "no token file": () => ({
      source: oidcRoleArn({ ...options, oidcTokenFilePath: "/none" }),
      host: podHost(),
      code: "FILE_UNREADABLE",
    }),
    "a blank token file": () => ({ source: oidcRoleArn(options), host: blankHost(), code: "FILE_MALFORMED" }),
    "STS refuses": () => ({
      source: oidcRoleArn(options),
      host: podHost({
        status: 400,
        body: { Code: "AuthenticationFail.OIDCToken.Expired", Message: canary.bearerToken },
      }),
      code: "HTTP_STATUS",
    }),
    "no JSON": () => ({
      source: oidcRoleArn(options),
      host: podHost({ body: canary.bearerToken }),
      code: "MALFORMED_RESPONSE",
    }),
  },
  hanging: () => {
    const host = podHost();
    host.onRequest(() => new Promise(() => undefined));
    return { source: oidcRoleArn(options), host };
  },
});

describe("2.2: AssumeRoleWithOIDC", () => {
  test("unsigned: the query and form as specified, the token trimmed", async () => {
    const host = podHost();
    const credentials = await load(
      oidcRoleArn({ ...options, policy: "{}", roleSessionName: "me", roleSessionExpiration: "900" }),
      host,
    );
    expect(credentials).toMatchObject({ type: "sts", identity: { source: "oidc_role_arn", accountId: "12" } });
    const [request] = host.requests;
    expect(request?.method).toBe("POST");
    expect(queryOf(request)).toEqual({
      Version: "2015-04-01",
      Action: "AssumeRoleWithOIDC",
      Format: "JSON",
      Timestamp: "2026-01-01T12:00:00Z",
    });
    expect(formOf(request)).toEqual({
      RoleArn: options.roleArn,
      OIDCProviderArn: options.oidcProviderArn,
      OIDCToken: canary.bearerToken,
      RoleSessionName: "me",
      DurationSeconds: "900",
      Policy: "{}",
    });
  });

  test("the token file is read at every load", async () => {
    const host = podHost();
    const source = oidcRoleArn(options);
    await load(source, host);
    host.files.write(path, "rotated");
    await load(source, host);
    expect(host.requests.map((request) => formOf(request)["OIDCToken"])).toEqual([canary.bearerToken, "rotated"]);
  });

  test("a blank file is FILE_MALFORMED before any request, a missing one FILE_UNREADABLE; both name the path", async () => {
    const host = blankHost();
    expect(await loadFailure(oidcRoleArn(options), host)).toMatchObject({ code: "FILE_MALFORMED", permanent: true });
    host.files.makeUnreadable(path);
    expect(await loadFailure(oidcRoleArn(options), host)).toMatchObject({ code: "FILE_UNREADABLE" });
    host.files.remove(path);
    const error = await loadFailure(oidcRoleArn(options), host);
    expect(error.code).toBe("FILE_UNREADABLE");
    expect(error.message).toContain(path);
    expect(host.requests).toEqual([]);
  });
});

describe("1.2 and 3.2: where its values come from", () => {
  test("all from the environment, at each load; session name too", async () => {
    const host = podHost(undefined, { ...variables, ALIBABA_CLOUD_ROLE_SESSION_NAME: "env" });
    await load(oidcRoleArn(), host);
    expect(formOf(host.requests[0])).toMatchObject({
      RoleArn: options.roleArn,
      RoleSessionName: "env",
      DurationSeconds: "3600",
    });
  });

  test.each(Object.keys(variables))(
    "without %s: not configured, each variable named as set or not",
    async (missing) => {
      const host = podHost(undefined, variables);
      host.environment.delete(missing);
      const reason = await unavailableReason(oidcRoleArn({ stsRegionId: "cn-beijing", timeout: 5 }), host);
      for (const variable of Object.keys(variables)) {
        expect(reason).toContain(`${variable} is ${variable === missing ? "not set" : "set"}`);
      }
    },
  );

  test.each([
    ["roleArn", "ALIBABA_CLOUD_ROLE_ARN"],
    ["oidcProviderArn", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN"],
    ["oidcTokenFilePath", "ALIBABA_CLOUD_OIDC_TOKEN_FILE"],
  ])("10: partly passed and without %s: CONFIG_INVALID names it and %s", async (option, variable) => {
    const source = oidcRoleArn({ ...options, [option]: "" });
    const error = await failureOf(() => load(source, podHost()));
    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.message).toContain(option);
    expect(error.message).toContain(variable);
  });

  test("1.2: what the type does not take is CONFIG_INVALID", async () => {
    for (const option of ["accessKeyId", "externalId", "roleName"]) {
      expect((await failureOf(() => oidcRoleArn({ ...options, [option]: "x" }))).message).toContain(option);
    }
  });
});

describe("1.3: STS host selection is that of ram_role_arn", () => {
  const region = { stsRegionId: "cn-beijing" };
  test.each<[object, Record<string, string>, string]>([
    [{}, {}, "sts.aliyuncs.com"],
    [{ enableVpc: true }, { ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED: "true" }, "sts.aliyuncs.com"],
    [region, { ALIBABA_CLOUD_STS_REGION: "cn-env" }, "sts.cn-beijing.aliyuncs.com"],
    [{ ...region, enableVpc: true }, {}, "sts-vpc.cn-beijing.aliyuncs.com"],
    [{}, { ALIBABA_CLOUD_STS_REGION: "cn-env", ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED: "1" }, "sts.cn-env.aliyuncs.com"],
    [{ ...region, stsEndpoint: "https://sts.example.com/" }, {}, "sts.example.com"],
  ])("%j with %j: %s", async (selection, env, expected) => {
    const host = podHost(undefined, env);
    await load(oidcRoleArn({ ...options, ...selection }), host);
    expect(host.requests[0]?.url.host).toBe(expected);
  });

  test("1.2: the generated session name is made at the first load, by the host's clock, and kept", async () => {
    const host = podHost();
    const source = oidcRoleArn(options);
    host.clock.jump(7);
    await load(source, host);
    host.clock.jump(60_000);
    await load(source, host);
    const name = `credentials-nodejs-${String(Date.UTC(2026, 0, 1, 12) + 7)}`;
    expect(host.requests.map((request) => formOf(request)["RoleSessionName"])).toEqual([name, name]);
  });
});
