import { CredentialsError, createAccessKeyCredentials, unavailable, type CredentialsSource } from "@credport/core";
import { canary } from "../canary/canaries.js";
import { scriptedHost } from "../host/scripted-host.js";
import { sourceConformance } from "./source-conformance.js";

const vault: CredentialsSource = {
  name: "vault",
  async load({ host, signal }) {
    if (host.env("VAULT") === undefined) return unavailable("VAULT is not set");
    const response = await host.request({ method: "GET", url: "https://vault.example/key", signal });
    if (response.status !== 200) {
      throw new CredentialsError({ code: "HTTP_STATUS", message: "status", httpStatus: response.status });
    }
    return createAccessKeyCredentials({
      accessKeyId: "LTAItest",
      accessKeySecret: response.text(),
      securityToken: canary.securityToken,
      expiration: new Date(host.now() + 3_600_000),
      source: "vault/http",
    });
  },
};

sourceConformance({
  name: "vault",
  working() {
    const host = scriptedHost({ env: { VAULT: "1" } });
    host.onRequest(() => ({ body: canary.accessKeySecret }));
    return { source: vault, host };
  },
  unconfigured: () => ({ source: vault, host: scriptedHost() }),
  failing: {
    "the server refuses"() {
      const host = scriptedHost({ env: { VAULT: "1" } });
      host.onRequest(() => ({ status: 403, body: canary.accessKeySecret }));
      return { source: vault, host, code: "HTTP_STATUS" };
    },
    "the server never answers"() {
      const host = scriptedHost({ env: { VAULT: "1" } });
      host.onRequest(() => new Promise(() => undefined));
      return { source: vault, host, code: "TIMEOUT" };
    },
  },
  hanging() {
    const host = scriptedHost({ env: { VAULT: "1" } });
    host.onRequest(() => new Promise(() => undefined));
    return { source: vault, host };
  },
});
