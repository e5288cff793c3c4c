import {
  canary,
  drive,
  loadContext,
  networkError,
  scriptedHost,
  sourceConformance,
  type RequestHandler,
  type ScriptedHost,
} from "@credport/testing";
import { describe, expect, test } from "vitest";
import { containerEndpoint, type ContainerEndpointOptions } from "./container-endpoint.js";

const url = "http://169.254.170.2/keys";
const keys = {
  AccessKeyID: "AKTPpod",
  SecretAccessKey: canary.accessKeySecret,
  Token: canary.securityToken,
  Expiration: "2026-01-01T18:00:00Z",
};

function container(handler: RequestHandler, env: Record<string, string> = {}): ScriptedHost {
  const host = scriptedHost({ env });
  host.onRequest(handler);
  return host;
}

const outcome = (host: ScriptedHost, options: ContainerEndpointOptions = { url }): Promise<unknown> =>
  drive(
    host,
    containerEndpoint(options)
      .load(loadContext(host))
      .catch((error: unknown) => error),
  );

describe("1.10 container endpoint", () => {
  test.each([{}, { url: "", authorizationToken: "" }])(
    "asks the URL of the environment with its authorization: %j",
    async (options) => {
      const host = container(() => ({ body: keys }), {
        BYTEPLUS_CONTAINER_CREDENTIALS_FULL_URI: url,
        BYTEPLUS_CONTAINER_AUTHORIZATION_TOKEN: canary.bearerToken,
      });
      expect(await outcome(host, options)).toMatchObject({
        accessKeyId: "AKTPpod",
        securityToken: canary.securityToken,
        expiration: new Date(keys.Expiration),
        identity: { source: "endpoint" },
      });
      expect(host.requests[0]?.headers).toMatchObject({
        accept: "application/json",
        authorization: canary.bearerToken,
      });
    },
  );

  test("without Expiration the keys are static, without Token permanent", async () => {
    const host = container(() => ({ body: { ...keys, Expiration: undefined, Token: undefined } }));
    const credentials = await outcome(host);
    expect(credentials).toMatchObject({ type: "access_key" });
    expect(credentials).not.toHaveProperty("expiration");
  });

  test.each([1_767_225_600, "tomorrow", true])(
    "Expiration %j is INVALID_EXPIRATION, not static",
    async (Expiration) => {
      expect(await outcome(container(() => ({ body: { ...keys, Expiration } })))).toMatchObject({
        code: "INVALID_EXPIRATION",
        vendorCode: "CredentialsEndpointError",
      });
    },
  );

  test("plain http to a public host needs the caller's leave", async () => {
    const host = container(() => ({ body: keys }));
    expect(await outcome(host, { url: "http://keys.example.com/" })).toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining("allowInsecureHttp"),
    });
    expect(await outcome(host, { url: "http://keys.example.com/", allowInsecureHttp: true })).toMatchObject({
      accessKeyId: "AKTPpod",
    });
  });

  test("1.12: failures carry CredentialsEndpointError, the endpoint's own code being on the cause", async () => {
    expect(
      await outcome(container(() => ({ status: 403, body: { code: "NotYours", message: canary.securityToken } }))),
    ).toMatchObject({
      code: "HTTP_STATUS",
      httpStatus: 403,
      vendorCode: "CredentialsEndpointError",
      cause: { vendorCode: "NotYours" },
    });
    const refused = container(() => {
      throw networkError("169.254.170.2");
    });
    expect(await outcome(refused)).toMatchObject({ code: "NETWORK", vendorCode: "CredentialsEndpointError" });
    expect(refused.requests).toHaveLength(4);
    expect(await outcome(container(() => ({ body: { ...keys, SecretAccessKey: "" } })))).toMatchObject({
      code: "INCOMPLETE_RESPONSE",
    });
    expect(await outcome(container(() => ({ body: { ...keys, Expiration: "soon" } })))).toMatchObject({
      code: "INVALID_EXPIRATION",
    });
  });
});

sourceConformance({
  name: "endpoint",
  working: () => ({
    source: containerEndpoint({ url, authorizationToken: canary.bearerToken }),
    host: container(() => ({ body: keys })),
  }),
  unconfigured: () => ({ source: containerEndpoint(), host: scriptedHost() }),
  failing: {
    "it refuses": () => ({
      source: containerEndpoint({ url }),
      host: container(() => ({ status: 400, body: canary.securityToken })),
      code: "HTTP_STATUS",
    }),
    "no JSON": () => ({
      source: containerEndpoint({ url }),
      host: container(() => ({ body: canary.securityToken })),
      code: "MALFORMED_RESPONSE",
    }),
  },
  hanging: () => ({ source: containerEndpoint({ url }), host: container(() => new Promise(() => undefined)) }),
});
