import { canary, scriptedHost, sourceConformance, type ScriptedHost, type ScriptedResponse } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { session } from "../../test/support/answers.js";
import { failureOf, load, loadFailure } from "../../test/support/failure-of.js";
import { cloudSso } from "./cloud-sso.js";

const options = {
  signInUrl: "https://signin.example.com:8443/some/login?x=1",
  accountId: "42",
  accessConfig: "ac-1",
  accessToken: canary.bearerToken,
  accessTokenExpire: Date.UTC(2026, 0, 1, 13) / 1_000,
};

function ssoHost(answer: ScriptedResponse = { body: { CloudCredential: session, RequestId: "R" } }): ScriptedHost {
  const host = scriptedHost();
  host.onRequest(() => answer);
  return host;
}

sourceConformance({
  name: "cloud_sso",
  working: () => ({ source: cloudSso(options), host: ssoHost() }),
  failing: {
    "no login": () => ({ source: cloudSso({ ...options, accessToken: "" }), host: ssoHost(), code: "LOGIN_REQUIRED" }),
    "a refusal": () => ({
      source: cloudSso(options),
      host: ssoHost({ status: 403, body: { ErrorCode: "NoPermission", ErrorMessage: canary.bearerToken } }),
      code: "HTTP_STATUS",
    }),
    "half an answer": () => ({
      source: cloudSso(options),
      host: ssoHost({ body: { CloudCredential: null } }),
      code: "INCOMPLETE_RESPONSE",
    }),
  },
  hanging: () => {
    const host = scriptedHost();
    host.onRequest(() => new Promise(() => undefined));
    return { source: cloudSso(options), host };
  },
});

describe("2.5: CloudSSO", () => {
  test("POST to the sign-in URL's host, with bearer token and JSON body", async () => {
    const host = ssoHost();
    expect(await load(cloudSso(options), host)).toMatchObject({ type: "sts", identity: { source: "cloud_sso" } });
    const [request] = host.requests;
    expect(request?.method).toBe("POST");
    expect(request?.url.href).toBe("https://signin.example.com:8443/cloud-credentials");
    expect(request?.headers).toMatchObject({
      accept: "application/json",
      "content-type": "application/json",
      authorization: `Bearer ${canary.bearerToken}`,
    });
    expect(JSON.parse(request?.body ?? "")).toEqual({ AccountId: "42", AccessConfigurationId: "ac-1" });
  });

  test("the login is checked at every load, by the second", async () => {
    const host = ssoHost();
    const source = cloudSso({ ...options, accessTokenExpire: String(options.accessTokenExpire) });
    host.clock.jump(3_599_999);
    await load(source, host);
    host.clock.jump(1);
    const error = await loadFailure(source, host);
    expect(error).toMatchObject({ code: "LOGIN_REQUIRED", permanent: true });
    expect(error.message).toContain("log in");
    expect(error.message).toContain("login");
    expect(host.requests).toHaveLength(1);
  });

  test.each(["signInUrl", "accountId", "accessConfig"])("an empty %s is CONFIG_INVALID", async (option) => {
    const error = await failureOf(() => cloudSso({ ...options, [option]: "" }));
    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.message).toContain(option);
  });

  test("5: plain http only to addresses nearby", async () => {
    const error = await loadFailure(cloudSso({ ...options, signInUrl: "http://signin.example.com/" }), ssoHost());
    expect(error.code).toBe("CONFIG_INVALID");
    await load(cloudSso({ ...options, signInUrl: "http://127.0.0.1:8/login" }), ssoHost());
    expect(() => cloudSso({ ...options, signInUrl: "signin" })).toThrow("signInUrl");
  });
});
