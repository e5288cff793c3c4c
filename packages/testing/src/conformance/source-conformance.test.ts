import {
  CredentialsError,
  createAccessKeyCredentials,
  unavailable,
  type CredentialsSource,
  type LoadContext,
} from "@credport/core";
import { describe, expect, test } from "vitest";
import { canary } from "../canary/canaries.js";
import { scriptedHost, type ScriptedHost } from "../host/scripted-host.js";
import { sourceChecks, sourceConformance, type SourceConformance } from "./source-conformance.js";

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

const failed = (message: string): CredentialsError => new CredentialsError({ code: "NETWORK", message });
const key = (source = "bad"): ReturnType<typeof createAccessKeyCredentials> =>
  createAccessKeyCredentials({ accessKeyId: "LTAItest", accessKeySecret: canary.accessKeySecret, source });

/** The checks that a bad source does not pass, by the beginnings of their titles. */
async function broken(
  source: CredentialsSource,
  more: Omit<SourceConformance, "name" | "working"> = {},
): Promise<string[]> {
  const found: string[] = [];
  const checks = sourceChecks({ name: "bad", working: () => ({ source, host: scriptedHost() }), ...more });
  for (const [title, check] of Object.entries(checks)) {
    await check().catch(() => found.push(title.split(" ").slice(0, 2).join(" ")));
  }
  return found;
}

const bad = (load: (context: LoadContext) => ReturnType<CredentialsSource["load"]>): CredentialsSource => ({
  name: "bad",
  load,
});
const setup = (source: CredentialsSource): { source: CredentialsSource; host: ScriptedHost } => ({
  source,
  host: scriptedHost(),
});

describe("the suite fails for a source that", () => {
  test("does not begin its paths with its name", async () => {
    expect(await broken(bad(async () => key("other")))).toEqual(["loads credentials", "loads again,", "works under"]);
  });

  test("answers with an object that shows its secrets", async () => {
    const shown = JSON.parse(`{"type":"access_key","accessKeyId":"i","accessKeySecret":"${canary.accessKeySecret}"}`);
    expect(await broken(bad(async () => ({ ...shown, identity: key().identity })))).toContain("loads credentials");
  });

  test("answers with what has expired", async () => {
    const dead = createAccessKeyCredentials({
      accessKeyId: "i",
      accessKeySecret: "s",
      expiration: new Date(0),
      source: "bad",
    });
    expect(await broken(bad(async () => dead))).toEqual(["loads credentials", "works under"]);
  });

  test("loads once only", async () => {
    const once = (): CredentialsSource => {
      let loads = 0;
      return bad(async () => (loads++ > 0 ? Promise.reject(failed("once")) : key()));
    };
    const checks = sourceChecks({ name: "bad", working: () => setup(once()) });
    await expect(checks["loads again, independently of an earlier or a concurrent load"]?.()).rejects.toThrow();
  });

  test("takes the time from the process", async () => {
    expect(await broken(bad(async () => (Date.now() > 0 ? key() : key())))).toEqual(["takes nothing"]);
  });

  test("needs a host with more than hosts have", async () => {
    const source = bad(async ({ host }) => ("clock" in host ? key() : Promise.reject(failed("no clock"))));
    expect(await broken(source)).toEqual(["loads credentials", "loads again,"]);
  });

  test("throws what is no CredentialsError when its load was aborted before it began", async () => {
    const source = bad(async ({ signal }) => (signal.aborted ? Promise.reject(new Error("no")) : key()));
    expect(await broken(source)).toEqual(["answers a"]);
  });

  test("throws where it is not configured", async () => {
    const source = bad(async () => key());
    const throwing = bad(() => Promise.reject(failed("not set")));
    expect(await broken(source, { unconfigured: () => setup(throwing) })).toEqual(["says that"]);
  });

  test.each([
    ["an Error", new Error("down")],
    ["its secret", failed(`refused ${canary.accessKeySecret}`)],
    ["another code", new CredentialsError({ code: "TIMEOUT", message: "late" })],
    ["another source's path", failed("down").with({ source: "other" })],
  ])("fails with %s", async (_what, error) => {
    const failing = { "it is down": () => ({ ...setup(bad(() => Promise.reject(error))), code: "NETWORK" as const }) };
    expect(
      await broken(
        bad(async () => key()),
        { failing },
      ),
    ).toEqual(["fails with"]);
  });

  test("does not fail where it should, or is deaf to its signal", async () => {
    const fine = bad(async () => key());
    const deaf = bad(() => new Promise(() => undefined));
    const failing = { "it is down": () => setup(fine) };
    expect(await broken(fine, { failing, hanging: () => setup(deaf) })).toEqual(["fails with", "ends as"]);
  });
});
