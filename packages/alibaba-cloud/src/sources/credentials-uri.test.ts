import { canary, scriptedHost, sourceConformance, type ScriptedHost, type ScriptedResponse } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { brokenSessions, session } from "../../test/support/answers.js";
import { failureOf, load, loadFailure, unavailableReason } from "../../test/support/failure-of.js";
import { credentialsUri } from "./credentials-uri.js";

const credentialsURI = `http://127.0.0.1:8080/a/b?key=${encodeURIComponent(canary.password)}&x=%2f`;

function uriHost(answer: ScriptedResponse = { body: session }, env: Record<string, string> = {}): ScriptedHost {
  const host = scriptedHost({ env });
  host.onRequest(() => answer);
  return host;
}

sourceConformance({
  name: "credential_uri",
  working: () => ({ source: credentialsUri({ credentialsURI }), host: uriHost() }),
  unconfigured: () => ({ source: credentialsUri(), host: uriHost() }),
  failing: {
    "it cannot be reached": () => ({
      source: credentialsUri({ credentialsURI }),
      host: scriptedHost(),
      code: "NETWORK",
    }),
    "not 200": () => ({
      source: credentialsUri({ credentialsURI }),
      host: uriHost({ status: 302, body: canary.securityToken }),
      code: "HTTP_STATUS",
    }),
    "no JSON": () => ({
      source: credentialsUri({ credentialsURI }),
      host: uriHost({ body: canary.securityToken }),
      code: "MALFORMED_RESPONSE",
    }),
    "user and password in the variable": () => ({
      source: credentialsUri(),
      host: uriHost(undefined, {
        ALIBABA_CLOUD_CREDENTIALS_URI: `http://me:${encodeURIComponent(canary.password)}@127.0.0.1/`,
      }),
      code: "CONFIG_INVALID",
    }),
  },
  hanging: () => {
    const host = scriptedHost();
    host.onRequest(() => new Promise(() => undefined));
    return { source: credentialsUri({ credentialsURI }), host };
  },
});

describe("2.4: credentials URI", () => {
  test("GET of the URL as it is, nothing added; named credential_uri", async () => {
    const host = uriHost();
    expect(await load(credentialsUri({ credentialsURI, timeout: 7 }), host)).toMatchObject({
      type: "sts",
      identity: { source: "credential_uri" },
    });
    expect(host.requests[0]).toMatchObject({ method: "GET", body: "" });
    expect(host.requests[0]?.original).toMatchObject({ url: credentialsURI, readTimeout: 7 });
  });

  test("from the environment, at each load", async () => {
    const host = uriHost(undefined, { ALIBABA_CLOUD_CREDENTIALS_URI: "https://one.example/" });
    const source = credentialsUri({ credentialsURI: "" });
    await load(source, host);
    host.environment.set("ALIBABA_CLOUD_CREDENTIALS_URI", "https://two.example/");
    await load(source, host);
    expect(host.requests.map(({ url }) => url.host)).toEqual(["one.example", "two.example"]);
  });

  test("Code may be absent or Success, and nothing else", async () => {
    await load(credentialsUri({ credentialsURI }), uriHost({ body: { Code: "Success", ...session } }));
    for (const Code of ["Failed", "", null, 0]) {
      const error = await loadFailure(credentialsUri({ credentialsURI }), uriHost({ body: { Code, ...session } }));
      expect(error.code).toBe("INCOMPLETE_RESPONSE");
      expect(error.message).toContain("Code");
    }
  });

  test.each(brokenSessions)("10: a session %s is INCOMPLETE_RESPONSE and names it", async (_what, broken, field) => {
    const error = await loadFailure(credentialsUri({ credentialsURI }), uriHost({ body: broken }));
    expect(error.code).toBe("INCOMPLETE_RESPONSE");
    expect(error.message).toContain(field);
  });

  test("errors show origin and path, never the query", async () => {
    const error = await loadFailure(credentialsUri({ credentialsURI }), uriHost({ status: 500 }));
    expect(error.message).toContain("http://127.0.0.1:8080/a/b");
    expect(error.message).not.toContain("?");
  });

  test("3.2: an empty variable: not configured, its name given; alone CONFIG_INVALID names option and variable", async () => {
    const host = uriHost(undefined, { ALIBABA_CLOUD_CREDENTIALS_URI: "" });
    expect(await unavailableReason(credentialsUri(), host)).toContain("ALIBABA_CLOUD_CREDENTIALS_URI is not set");
    const error = await loadFailure(credentialsUri(), host);
    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.message).toContain("credentialsURI");
  });

  test.each([
    "undefined",
    "/path",
    "ftp://host/",
    "http://",
    "https://u@host/",
    "https://u:p@host/",
    "http://:p@host/",
  ])("1.2: %j is CONFIG_INVALID at construction", async (uri) => {
    const error = await failureOf(() => credentialsUri({ credentialsURI: uri }));
    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.message).toContain("credentialsURI");
    expect(error.message).toContain("ALIBABA_CLOUD_CREDENTIALS_URI");
  });

  test("5: plain http to a public host needs allowInsecureHttp", async () => {
    const public_ = "http://credentials.example.com/";
    const error = await loadFailure(credentialsUri({ credentialsURI: public_ }), uriHost());
    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.message).toContain("allowInsecureHttp");
    await load(credentialsUri({ credentialsURI: public_, allowInsecureHttp: true }), uriHost());
  });
});
